import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../database/database-away';
import { sqlState } from '../database/transaction';

const ATTEMPTS = 6;

/** Wrong data, a broken constraint, a statement that is not understood. PostgreSQL manual, appendix A. */
const REFUSED_FOR_GOOD = /^(21|22|23|42)...$/;

/** Whether what failed may succeed when it is tried again: the database was away or not ready, and did not refuse it for good. */
export function mayPass(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined ? isDatabaseAway(error) : !REFUSED_FOR_GOOD.test(state);
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
