import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the promise has settled, but no longer than that; afterwards no timer is left running. */
export async function settledWithin(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const timer = new AbortController();
  await Promise.race([promise, delay(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
