import { createHash } from 'node:crypto';
import { access, chmod, constants, lchown, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { assertTrusted, canEnter, lookAt, makeDirectory } from './directories';
import { EmbeddedPostgresError, errorCode, fileError, USE_ANOTHER_SERVER } from './errors';
import { currentUser, isRoot, ownUid, type ServerUser, unprivilegedUsers } from './identity';

/**
 * Where root keeps a database that cannot live in DATA_DIR, best first. /var/tmp comes last because many systems
 * delete what has been lying there for a month.
 */
const SHARED_DIRECTORIES = ['/var/lib', '/var/tmp'];

/** The directory that holds everything of one database, and the user it runs as. */
export interface Location {
  /** Ours: the database's user can enter it and owns the directories in it, but cannot add or rename any. */
  readonly home: string;
  readonly user: ServerUser;
}

/** The cluster's directory inside a home. */
export function clusterDirectory(home: string): string {
  return `${home}/data`;
}

/** Creates DATA_DIR if need be and returns its real path. */
export async function prepareDataDir(dataDir: string): Promise<string> {
  if (/[\n\r\0]/.test(dataDir)) throw new EmbeddedPostgresError('DATA_DIR must not contain a line break');
  try {
    const path = resolve(dataDir);
    await makeDirectories(path);
    await access(path, constants.W_OK | constants.X_OK);
    return await realpath(path);
  } catch (error) {
    throw fileError(`use ${resolve(dataDir)} as DATA_DIR`, error);
  }
}

/**
 * Makes a directory and those above it. Not by Node.js's `recursive`, which never ends where a directory is there in which
 * none can be made, as /proc.
 */
async function makeDirectories(path: string): Promise<void> {
  try {
    // Others may pass through (the database's user has to), not list; what is secret in there is 0600 itself.
    await mkdir(path, { mode: 0o711 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (errorCode(error) !== 'ENOENT') throw error;
    if (await lookAt(dirname(path))) {
      throw new EmbeddedPostgresError(`cannot create ${path}: no directory can be made there; set another DATA_DIR`);
    }
    await makeDirectories(dirname(path));
    await makeDirectories(path);
  }
}

/** Finds where the database of this DATA_DIR is, or where a new one is to be made, and prepares that directory. */
export async function findLocation(dataDir: string, log: (message: string) => void): Promise<Location> {
  const root = await prepareDataDir(dataDir);
  const location = isRoot() ? await findForRoot(root) : { home: `${root}/postgres`, user: currentUser() };
  await prepareHome(location);
  if (!location.home.startsWith(`${root}/`)) {
    log(
      `user ${location.user.name}, who runs the database because root may not, cannot enter ${root}: ` +
        `the data is in ${location.home}`,
    );
  }
  return location;
}

async function findForRoot(root: string): Promise<Location> {
  const users = await unprivilegedUsers();
  const elsewhere = elsewhereOf(root);

  // Data that exists decides, so that a later change of permissions or users never starts an empty database instead.
  const inside = `${root}/postgres`;
  const insideUser = await findOwner(clusterDirectory(inside), users);
  if (insideUser) {
    if (await canEnter(insideUser, root)) return { home: inside, user: insideUser };
    throw new EmbeddedPostgresError(
      `the database in ${inside} runs as user ${insideUser.name}, who can no longer enter ${root}; let others pass ` +
        `through the directories above it (chmod o+x), or ${USE_ANOTHER_SERVER}`,
    );
  }
  for (const home of elsewhere) {
    if (!(await lookAt(home))) continue;
    await assertTrusted(home, 0);
    const user = await findOwner(clusterDirectory(home), users);
    if (user) return { home, user };
  }

  const user = users[0] as ServerUser;
  if (await canEnter(user, root)) return { home: inside, user };
  for (const [index, directory] of SHARED_DIRECTORIES.entries()) {
    const usable = await access(directory, constants.W_OK).then(
      () => canEnter(user, directory),
      () => false,
    );
    if (usable) return { home: elsewhere[index] as string, user };
  }
  throw new EmbeddedPostgresError(
    `user ${user.name}, who is to run the database because root may not, cannot enter ${root}, and neither ` +
      `${SHARED_DIRECTORIES.join(' nor ')} can be used instead; set another DATA_DIR, or ${USE_ANOTHER_SERVER}`,
  );
}

/** Where the database of a DATA_DIR may be, best first. Nothing is created or changed. */
export async function possibleHomes(dataDir: string): Promise<string[]> {
  const root = await realpath(resolve(dataDir)).catch(() => resolve(dataDir));
  return [`${root}/postgres`, ...(isRoot() ? elsewhereOf(root) : [])];
}

function elsewhereOf(root: string): string[] {
  return SHARED_DIRECTORIES.map((directory) => `${directory}/call-manager-${shortHash(root)}`);
}

async function findOwner(path: string, users: readonly ServerUser[]): Promise<ServerUser | undefined> {
  const found = await lookAt(path);
  if (!found) return undefined;
  const owner = users.find((user) => user.uid === found.uid);
  if (owner) return owner;
  throw new EmbeddedPostgresError(
    `the database in ${path} belongs to user id ${found.uid}; start as that user, or set another DATA_DIR`,
  );
}

async function prepareHome({ home, user }: Location): Promise<void> {
  await makeDirectory(home);
  await assertTrusted(home, ownUid());
  if (user.credentials.gid === undefined) return;
  try {
    // The group may pass through and no more. Done for an existing home too: its maker may have been killed before this.
    await lchown(home, ownUid(), user.gid);
    await chmod(home, 0o710);
  } catch (error) {
    throw fileError(`prepare ${home}`, error);
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
