import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../database/database-away';
import { sqlState } from '../database/transaction';

const ATTEMPTS = 6;

/** Whether what failed may succeed when it is tried again: the database was away, or two of its transactions were at odds. */
export function mayPass(error: unknown): boolean {
  return isDatabaseAway(error) || /^40...$/.test(sqlState(error) ?? '');
}

/**
 * Does in the background what could not be done now, after half a second and then twice as long each time, for half a
 * minute. What still fails is left to the sweep. `work` must be safe to repeat.
 */
export function keepTrying(work: () => Promise<unknown>): void {
  void (async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await sleep(500 * 2 ** attempt, undefined, { ref: false });
      const done = await work().then(
        () => true,
        () => false,
      );
      if (done) return;
    }
  })();
}
