import type { VirtualClock } from './virtual-clock';

/**
 * Where a call stands in virtual time. Waits add up exactly: a timer that fires late does not move what comes after it, so
 * a call that speaks for 3 s lasts 3 s at any speed.
 */
export class Timeline {
  #at: number;

  constructor(
    private readonly clock: VirtualClock,
    private readonly signal: AbortSignal,
  ) {
    this.#at = clock.startedAt;
  }

  /** The virtual instant reached, in milliseconds since 1970. */
  get at(): number {
    return this.#at;
  }

  /** Lets virtual seconds pass; rejects when the call ends meanwhile. */
  async wait(seconds: number): Promise<void> {
    this.#at += seconds * 1000;
    await this.clock.until(this.#at, this.signal);
  }

  /** Goes on from now, after something that took as long as it took. */
  catchUp(): void {
    this.#at = Math.max(this.#at, this.clock.now());
  }

  /** Does something that takes real time, such as fetching a document, and counts what it took. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    const began = this.clock.now();
    const result = await this.clock.inRealTime(work);
    this.#at += this.clock.now() - began;
    return result;
  }
}
