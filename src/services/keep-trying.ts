import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 6;

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
