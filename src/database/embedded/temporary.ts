import { tmpdir } from 'node:os';
import { canEnter } from './directories';
import { EmbeddedPostgresError } from './errors';
import type { ServerUser } from './identity';

/** Directories for short-lived things, best first; TMPDIR may be closed to the database's user. */
export function temporaryDirectories(): string[] {
  return [...new Set([tmpdir(), '/tmp', '/var/tmp'])];
}

/** The first of the directories that the user can reach. */
export async function firstEnterable(user: ServerUser, directories: readonly string[]): Promise<string> {
  for (const directory of directories) {
    if (await canEnter(user, directory)) return directory;
  }
  throw new EmbeddedPostgresError(`user ${user.name} can enter none of ${directories.join(', ')}; set another TMPDIR`);
}
