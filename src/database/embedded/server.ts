import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries';
import { describeOutput, EmbeddedPostgresError } from './errors';
import type { ServerUser } from './identity';
import { collectOutput } from './output';
import { readPostmasterFile } from './previous-server';
import { type LastWill, spawnSupervised } from './supervisor';
import { settledWithin } from './timing';

/** Recovery after a crash may take its time on a slow disk. */
const START_MS = 5 * 60_000;
const FAST_STOP_MS = 15_000;
const IMMEDIATE_STOP_MS = 5_000;

/** A running PostgreSQL server. */
export interface Server {
  /** Settles with the reason when the server has ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Ends it, gently first. */
  stop(): Promise<void>;
}

/** What it takes to start a server. */
export interface ServerOptions {
  readonly user: ServerUser;
  readonly binaries: Binaries;
  readonly cluster: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly lastWill: LastWill;
  readonly log: (message: string) => void;
}

/** Starts a server on a cluster and waits until it accepts connections. */
export async function startServer({
  user,
  binaries,
  cluster,
  settings,
  lastWill,
  log,
}: ServerOptions): Promise<Server> {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const postgres = spawnSupervised(user, binaries.postgres, ['-D', cluster, ...args], lastWill);
  const output = collectOutput(postgres.stderr, (line) => log(`PostgreSQL: ${line.replace(/\s+/g, ' ')}`));
  let hasEnded = false;
  const ended = postgres.ended.then(async ({ reason, failure }) => {
    hasEnded = true;
    await output.drain();
    const tail = output.tail().trim();
    return { reason: tail === '' ? reason : `${reason}: ${describeOutput(tail)}`, failure };
  });

  const stop = async () => {
    postgres.hold(true);
    for (const [signal, patience] of [
      ['SIGINT', FAST_STOP_MS],
      ['SIGQUIT', IMMEDIATE_STOP_MS],
      ['SIGKILL', IMMEDIATE_STOP_MS],
    ] as const) {
      if (hasEnded) break;
      postgres.child.kill(signal);
      await settledWithin(ended, patience);
    }
    await ended;
  };

  const giveUp = Date.now() + START_MS;
  while (!(await isReady(cluster, postgres.child.pid))) {
    if (hasEnded) {
      const { reason, failure } = await ended;
      throw failure ?? new EmbeddedPostgresError(`PostgreSQL did not start on ${cluster} (${reason})`);
    }
    if (Date.now() > giveUp) {
      await stop();
      throw new EmbeddedPostgresError(
        `PostgreSQL did not get ready on ${cluster} within ${START_MS / 60_000} minutes: ${describeOutput(output.tail())}`,
      );
    }
    await delay(20);
  }
  postgres.hold(false);
  return { ended: ended.then(({ reason }) => reason), stop };
}

/** The server writes its state into a file. Asking that file, unlike connecting too early, leaves no errors in the log. */
async function isReady(cluster: string, pid: number | undefined): Promise<boolean> {
  const file = await readPostmasterFile(cluster);
  return file?.pid === pid && file?.ready === true;
}
