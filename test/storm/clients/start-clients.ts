import { setMaxListeners } from 'node:events';
import { Pool } from 'pg';
import { until } from '../../support/until';
import type { StormOptions } from '../options';
import type { AllParties } from '../parties/gather';
import { Random } from '../random';
import { createAccounts, type StormAccount } from './accounts';
import { Client } from './client';
import { Follower } from './follower';
import { Orders } from './order';
import { Tally } from './tally';

/** Clients that name their calls, and legacy ones that do not. */
const KEYED = 12;
const LEGACY = 6;
/** A storm that lasts longer than this has proportionally fewer orders a second: the carrier remembers so many calls. */
const FULL_PACE_SECONDS = 600;

/** All clients, and what they saw. */
export interface Clients {
  accounts: StormAccount[];
  orders: Orders;
  answers: Tally;
  missing: string[];
  followers: Follower[];
  /** How far they are, in a few words. */
  progress(): string;
  /** Has them finish what they began. */
  finish(): Promise<void>;
}

/** Makes accounts, and starts clients of them. */
export async function startClients(
  { database, network }: AllParties,
  { seed, seconds, numbers }: StormOptions,
  stops: Array<() => unknown>,
  signal: AbortSignal,
): Promise<Clients> {
  const pool = new Pool({ connectionString: database.url, max: 1 });
  const accounts = await createAccounts(pool).finally(() => pool.end());
  const urls = [network['clients to a'].url, network['clients to b'].url];
  const orders = new Orders(accounts, numbers);
  const answers = new Tally();
  const missing: string[] = [];
  const followers = accounts.map((account, index) => new Follower(account, urls, new Random(seed + index)));
  stops.push(() => Promise.all(followers.map((follower) => follower.close())));
  await until(async () => followers.every(({ hasBegun }) => hasBegun), 'the feeds to begin', 60);

  const surroundings = { orders, urls, answers, missing, pace: Math.max(1, seconds / FULL_PACE_SECONDS), signal };
  const enough = new AbortController();
  // Every client that pauses listens to it.
  setMaxListeners(0, enough.signal);
  stops.push(() => enough.abort());
  const running = Promise.all(
    Array.from({ length: KEYED + LEGACY }, (_, index) =>
      new Client(surroundings, new Random(seed * 1000 + index), index < KEYED).run(enough.signal),
    ),
  );
  // Whoever waits for them to finish is told.
  running.catch(() => undefined);
  return {
    accounts,
    orders,
    answers,
    missing,
    followers,
    progress: () => {
      const placed = orders.all.filter(({ acknowledged }) => acknowledged.length > 0).length;
      const told = followers.reduce((sum, follower) => sum + follower.told.length, 0);
      return `${orders.all.length} orders, ${placed} acknowledged, ${told} events told`;
    },
    finish: async () => {
      enough.abort();
      await running;
    },
  };
}
