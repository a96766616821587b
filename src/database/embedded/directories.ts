import type { Stats } from 'node:fs';
import { chmod, lchown, lstat, mkdir, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { EmbeddedPostgresError, errorCode, fileError } from './errors';
import type { ServerUser } from './identity';
import { run, runScript } from './run';

/** Like `lstat`, but undefined for what does not exist. */
export async function lookAt(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`look at ${path}`, error);
  }
}

/** Creates a directory that only we can enter, unless something is there. True when it was created. */
export async function makeDirectory(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw fileError(`create ${path}`, error);
  }
}

/** Creates a directory with a new name and mode 0700 that belongs to `user`. */
export async function makeUniqueDirectory(prefix: string, user: ServerUser): Promise<string> {
  try {
    const path = await mkdtemp(prefix);
    await giveTo(user, path);
    return path;
  } catch (error) {
    throw fileError(`create a directory ${prefix}...`, error);
  }
}

/** Makes `user` the owner of a directory, and its mode 0700 whatever the umask is. */
export async function giveTo(user: ServerUser, path: string): Promise<void> {
  await chmod(path, 0o700);
  if (user.credentials.uid !== undefined) await lchown(path, user.uid, user.gid);
}

/**
 * Refuses a directory that somebody else could have put there or can put things into: a predictable name below a
 * directory that everybody can write to is only safe to use when this holds.
 */
export async function assertTrusted(path: string, owner: number): Promise<void> {
  const found = await lookAt(path);
  if (!found) throw new EmbeddedPostgresError(`${path} has gone while it was being used`);
  const wrong = !found.isDirectory()
    ? 'is not a directory'
    : found.uid !== owner
      ? `belongs to user id ${found.uid}, not to ${owner}`
      : (found.mode & 0o022) !== 0
        ? `can be written to by others (chmod go-w ${path})`
        : undefined;
  if (wrong) {
    throw new EmbeddedPostgresError(
      `${path} ${wrong}; put that right, start as its owner, remove it, or set another DATA_DIR`,
    );
  }
}

/** Whether the user can reach a directory: every directory above it has to let the user pass. */
export async function canEnter(user: ServerUser, path: string): Promise<boolean> {
  return (await runScript(user, 'cd -- "$1"', path)).code === 0;
}

/**
 * Removes a directory tree whose contents belong to the database's user. The contents are removed as that user:
 * were root to walk it, whoever controls that user could lead root elsewhere by swapping a directory for a link.
 */
export async function removeTree(user: ServerUser, path: string): Promise<void> {
  if (user.credentials.uid === undefined) {
    await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    return;
  }
  await run(user, 'rm', ['-rf', '--', path]);
  await rmdir(path).catch(() => undefined);
}

/** Makes a rename inside the directory survive a power failure. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
