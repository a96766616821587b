import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { ServerUser } from './identity';
import { spawnAs, spawnError } from './run';

/** A long-running program that ends when we do, however we end. */
export interface Supervised {
  readonly child: ChildProcess;
  readonly stderr: Readable;
  /** Settles when the program has ended, or could not be started. */
  readonly ended: Promise<{ reason: string; failure?: Error }>;
  /** Makes a Node.js process that has nothing else to do wait for the program (`true`) or not. */
  hold(wait: boolean): void;
}

/** What happens to the program when we die without a word. */
export interface LastWill {
  /** The first signal that it gets; QUIT and KILL follow if it does not end. */
  readonly signal: 'INT' | 'QUIT' | 'KILL';
  /** Directories, owned by the program's user, that are removed afterwards. */
  readonly remove: readonly string[];
}

/**
 * The shell becomes the program, so that we are its parent and learn how it ends. Before that it leaves a watcher behind
 * that reads from a pipe of which we hold the other end: the system closes that when we die, even by SIGKILL. A word on
 * the pipe dismisses the watcher. It is a grandchild that its parent does not wait for, because the program would be
 * surprised by the death of a child it knows nothing of; and it keeps no file open that we wait to be closed.
 */
const SCRIPT = `
signal=$1 remove_a=$2 remove_b=$3
shift 3
await_end() {
  tries=0
  while kill -0 $$ && [ $tries -lt "$1" ]; do sleep 0.1; tries=$((tries + 1)); done
  ! kill -0 $$
}
(
  (
    trap '' HUP INT TERM
    read -r word <&3 && exit
    kill -s "$signal" $$
    await_end 150 || { kill -s QUIT $$; await_end 50; } || { kill -s KILL $$; await_end 10; }
    [ -z "$remove_a" ] || rm -rf -- "$remove_a"
    [ -z "$remove_b" ] || rm -rf -- "$remove_b"
  ) >/dev/null 2>&1 &
)
exec "$@" 3<&-
`;

/** Starts a program as the given user, in a session of its own: a Ctrl-C in our terminal does not reach it. */
export function spawnSupervised(
  user: ServerUser,
  command: string,
  args: readonly string[],
  { signal, remove }: LastWill,
): Supervised {
  const [first = '', second = ''] = remove;
  const child = spawnAs(user, '/bin/sh', ['-c', SCRIPT, 'sh', signal, first, second, command, ...args], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const stderr = child.stderr as Readable;
  const lifeline = child.stdio[3];
  // The watcher may be gone already, which is no concern of anybody.
  lifeline?.on('error', () => undefined);
  const dismiss = () => lifeline instanceof Socket && lifeline.end('done\n', () => lifeline.destroy());

  const ended = new Promise<{ reason: string; failure?: Error }>((resolve) => {
    child.once('error', (error) => resolve({ reason: error.message, failure: spawnError(user, command, error) }));
    child.once('exit', (code, killer) => {
      dismiss();
      resolve({ reason: killer ? `killed by ${killer}` : `exit code ${code}` });
    });
  });
  const hold = (wait: boolean) => {
    for (const each of [child, stderr, lifeline]) {
      if (each === child || each instanceof Socket) wait ? each.ref() : each.unref();
    }
  };
  return { child, stderr, ended, hold };
}
