import { setTimeout as sleep } from 'node:timers/promises';

/** The longest wait a Node timer can hold, in real milliseconds; longer ones are waited in parts. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The time a call lives in: it starts at the real instant of the create and runs `speed` times faster, but not while
 * somebody else works whose time does not. Instants are milliseconds since 1970, in virtual time.
 */
export class VirtualClock {
  readonly startedAt = Date.now();
  #at: number = this.startedAt;
  #realAt = performance.now();
  #held = 0;

  constructor(readonly speed: number) {}

  now(): number {
    return this.#at + (performance.now() - this.#realAt) * (this.#held > 0 ? 1 : this.speed);
  }

  /** Does something whose time is real, such as asking a server for a document. */
  async inRealTime<T>(work: () => Promise<T>): Promise<T> {
    this.#hold(1);
    try {
      return await work();
    } finally {
      this.#hold(-1);
    }
  }

  #hold(change: number): void {
    this.#at = this.now();
    this.#realAt = performance.now();
    this.#held += change;
  }

  /** Waits until a virtual instant; rejects as soon as the signal is aborted. */
  async until(instant: number, signal: AbortSignal): Promise<void> {
    for (let left = instant - this.now(); left > 0; left = instant - this.now()) {
      await sleep(Math.min(Math.ceil(left / this.speed), LONGEST_TIMER), undefined, { signal });
    }
    signal.throwIfAborted();
  }
}
