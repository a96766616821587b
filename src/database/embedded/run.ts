import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { EmbeddedPostgresError, errorCode, errorMessage, USE_ANOTHER_SERVER } from './errors';
import type { ServerUser } from './identity';

/** Nothing of our own environment reaches the database: no PG* variables, no locale, no library path, no secrets. */
const PROGRAM_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** How a short program ended; `code` is null when a signal ended it. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a program as the given user, from `/` because that user may not be able to enter our directory. */
export function spawnAs(
  user: ServerUser,
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  try {
    return spawn(command, args, { ...options, ...user.credentials, cwd: '/', env: PROGRAM_ENVIRONMENT });
  } catch (error) {
    // Being forbidden to become the user is thrown at once; most other problems come as an event.
    throw spawnError(user, command, error);
  }
}

/** Runs a short program as the given user. */
export async function run(user: ServerUser, command: string, args: readonly string[], seconds = 60): Promise<Outcome> {
  const child = spawnAs(user, command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
  });
  const collected = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      collected[name] += text;
    });
  }
  return await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(spawnError(user, command, error)));
    child.once('close', (code) => resolve({ code, ...collected }));
  });
}

/** Explains why a program could not even be started; a container may forbid root to become another user. */
export function spawnError(user: ServerUser, command: string, cause: unknown): EmbeddedPostgresError {
  const code = errorCode(cause);
  const forbidden = user.credentials.uid !== undefined && (code === 'EPERM' || code === 'EINVAL');
  return new EmbeddedPostgresError(
    forbidden
      ? `root may not run programs as user ${user.name} here (${code}); start as a normal user, or ${USE_ANOTHER_SERVER}`
      : `cannot run ${command} as user ${user.name}: ${errorMessage(cause)}`,
    { cause },
  );
}

/** Runs a few lines of /bin/sh as the given user; `args` are $1 and so on. */
export function runScript(user: ServerUser, script: string, ...args: string[]): Promise<Outcome> {
  return run(user, '/bin/sh', ['-c', script, 'sh', ...args]);
}
