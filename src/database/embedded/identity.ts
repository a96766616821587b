import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { EmbeddedPostgresError, USE_ANOTHER_SERVER } from './errors';

/** The operating system user that the database runs as. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** What `spawn` needs to become this user; empty when we are this user already. */
  readonly credentials: { readonly uid?: number; readonly gid?: number };
}

/** Whether this process is root, which PostgreSQL refuses to run as. */
export function isRoot(): boolean {
  return ownUid() === 0;
}

/** This process's effective user id. */
export function ownUid(): number {
  const uid = process.geteuid?.();
  if (uid === undefined) {
    throw new EmbeddedPostgresError(`the embedded database needs Linux or macOS; ${USE_ANOTHER_SERVER}`);
  }
  return uid;
}

/** The user that we are, for a process that is not root. */
export function currentUser(): ServerUser {
  const uid = ownUid();
  try {
    return { name: userInfo().username, uid, gid: process.getegid?.() ?? uid, credentials: {} };
  } catch {
    // initdb asks for the user's name and gives up without one.
    throw new EmbeddedPostgresError(
      `user id ${uid} has no entry in /etc/passwd, which PostgreSQL needs; add one, start as another user, or ` +
        USE_ANOTHER_SERVER,
    );
  }
}

/** The users that root may run the database as, best first. */
export async function unprivilegedUsers(): Promise<ServerUser[]> {
  const entries = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  const users = ['postgres', 'nobody'].flatMap((name) => {
    const entry = entries.find((fields) => fields[0] === name);
    const [uid, gid] = [Number(entry?.[2]), Number(entry?.[3])];
    return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0
      ? [{ name, uid, gid, credentials: { uid, gid } }]
      : [];
  });
  if (users.length > 0) return users;
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as; start as a normal user, or ' +
      USE_ANOTHER_SERVER,
  );
}
