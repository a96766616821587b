import { setTimeout as sleep } from 'node:timers/promises';

/** The longest wait a Node timer can hold, in real milliseconds; longer ones are waited in parts. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The time a call lives in: it starts at the real instant of the create and runs `speed` times faster. Instants are
 * milliseconds since 1970, in virtual time.
 */
export class VirtualClock {
  readonly startedAt = Date.now();
  readonly #realStart = performance.now();

  constructor(readonly speed: number) {}

  now(): number {
    return this.startedAt + (performance.now() - this.#realStart) * this.speed;
  }

  /** Waits until a virtual instant; rejects as soon as the signal is aborted. */
  async until(instant: number, signal: AbortSignal): Promise<void> {
    for (let left = instant - this.now(); left > 0; left = instant - this.now()) {
      await sleep(Math.min(Math.ceil(left / this.speed), LONGEST_TIMER), undefined, { signal });
    }
    signal.throwIfAborted();
  }
}
