import { readdir, rmdir } from 'node:fs/promises';
import { lookAt, makeUniqueDirectory, removeTree } from './directories';
import { currentUser, isRoot, type ServerUser, unprivilegedUsers } from './identity';
import { type Location, prepareDataDir } from './location';
import { processStart } from './processes';
import { firstEnterable, temporaryDirectories } from './temporary';

const NAME = /^postgres-ephemeral-(\d+)-/;

/** A new home for a database that is thrown away: below DATA_DIR when the database's user can get there. */
export async function createEphemeralHome(dataDir: string): Promise<Location & { remove(): Promise<void> }> {
  const existed = (await lookAt(dataDir)) !== undefined;
  const root = await prepareDataDir(dataDir);
  const user = isRoot() ? ((await unprivilegedUsers())[0] as ServerUser) : currentUser();
  await removeLeftovers(root, user);
  const parent = await firstEnterable(user, [root, ...temporaryDirectories()]);
  const home = await makeUniqueDirectory(`${parent}/postgres-ephemeral-${process.pid}-`, user);
  const remove = async () => {
    await removeTree(user, home);
    if (!existed) await rmdir(root).catch(() => undefined);
  };
  return { home, user, remove };
}

/** Removes what processes that were killed could not remove themselves. */
async function removeLeftovers(root: string, user: ServerUser): Promise<void> {
  for (const name of await readdir(root)) {
    const pid = NAME.exec(name)?.[1];
    if (pid && !(await processStart(Number(pid)))) await removeTree(user, `${root}/${name}`);
  }
}
