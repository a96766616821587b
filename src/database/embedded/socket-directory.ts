import { chmod } from 'node:fs/promises';
import { assertTrusted, giveTo, lookAt, makeDirectory, makeUniqueDirectory } from './directories';
import { fileError } from './errors';
import type { ServerUser } from './identity';
import { SOCKET_NAME, socketDirectoryIn } from './socket';
import { firstEnterable, temporaryDirectories } from './temporary';

/** The length that the address of a unix socket may have in bytes, without its end mark. */
const ADDRESS_LIMIT = process.platform === 'linux' ? 107 : 103;

/**
 * Creates the directory of the database's socket. Whoever reaches the socket is the database's superuser, so only the
 * database's user (and root) can enter the directory. `temporary` says that it lies outside `home`.
 */
export async function createSocketDirectory(
  home: string,
  user: ServerUser,
): Promise<{ path: string; temporary: boolean }> {
  const path = socketDirectoryIn(home);
  if (fits(path)) {
    await makeDirectory(path);
    const found = await lookAt(path);
    // Ours still when it was created just now, by us or by a process that was killed right after.
    if (found?.isDirectory() && found.uid !== user.uid) await giveTo(user, path);
    await assertTrusted(path, user.uid);
    await chmod(path, 0o700).catch((error) => Promise.reject(fileError(`close ${path} to others`, error)));
    return { path, temporary: false };
  }
  const short = temporaryDirectories().filter((directory) => fits(`${directory}/call-manager-XXXXXX`));
  const parent = await firstEnterable(user, short);
  return { path: await makeUniqueDirectory(`${parent}/call-manager-`, user), temporary: true };
}

function fits(directory: string): boolean {
  return Buffer.byteLength(`${directory}/${SOCKET_NAME}`) <= ADDRESS_LIMIT;
}
