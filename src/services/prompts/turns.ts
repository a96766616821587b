import { setImmediate as breathe } from 'node:timers/promises';
import { AppError } from '../../errors';
import { Recent } from '../recent';

/** Milliseconds that an account's texts may take at once, and how much of all time in the long run. */
const AT_ONCE_MS = 1000;
const SHARE = 0.1;
/** What takes less is what texts take usually, and free. */
const FREE_MS = 25;
const ACCOUNTS = 10_000;

/** When each account will have made up for what it took. */
const evenAt = new Recent<number>(ACCOUNTS);
let last: Promise<unknown> = Promise.resolve();

/**
 * Does work that an account's texts may make long, when nobody has to be called by it: one after the other for the whole process,
 * with a pause for everybody else before each, and no more than an account's share.
 * @throws AppError RATE_LIMITED when the account has had its share
 */
export function inTurn<T>(accountId: string, work: () => T | Promise<T>): Promise<T> {
  const turn = last.then(() => breathe()).then(() => withinShare(accountId, work));
  last = turn.catch(() => undefined);
  return turn;
}

async function withinShare<T>(accountId: string, work: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  const owed = (evenAt.peek(accountId) ?? 0) - began;
  const excess = owed - AT_ONCE_MS / SHARE;
  if (excess > 0) throw beyondShare(excess);
  try {
    return await work();
  } finally {
    const took = performance.now() - began;
    if (took > FREE_MS) evenAt.set(accountId, Math.max(owed, 0) + began + took / SHARE);
  }
}

function beyondShare(waitMs: number): AppError {
  return new AppError(
    'RATE_LIMITED',
    "The agents' texts take too long to be looked at so often. Wait, or make them simpler.",
    {
      retryAfterSeconds: Math.ceil(waitMs / 1000),
      limit: { name: 'textMilliseconds', quota: AT_ONCE_MS },
    },
  );
}
