import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VirtualClock } from '../calls/virtual-clock';

/** The longest wait a Node timer can hold, in real milliseconds; longer ones are waited in parts. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Entry {
  readonly instant: number;
  readonly work: () => void;
}

/**
 * Does things at virtual instants, in their order and as if no timer ever were late: while something is done, and what
 * follows from it, it is exactly that instant. So a talk goes the same way on a busy machine. Nothing is done any more once
 * the signal is aborted. What goes wrong is given to `fail`.
 */
export class Timers {
  readonly #entries: Entry[] = [];
  #present?: number;
  #isRunning = false;
  #alarm?: NodeJS.Timeout;

  constructor(
    private readonly clock: VirtualClock,
    private readonly signal: AbortSignal,
    private readonly fail: (error: unknown) => void,
  ) {
    signal.addEventListener('abort', () => clearTimeout(this.#alarm), { once: true });
  }

  /** The virtual instant it is, in milliseconds since 1970. */
  now(): number {
    return this.#present ?? this.clock.now();
  }

  /** Calls `work` at an instant, which may be never; what it returns takes that back. */
  at(instant: number, work: () => void): () => void {
    if (instant === Number.POSITIVE_INFINITY) return () => {};
    const entry = { instant, work };
    const later = this.#entries.findIndex((other) => other.instant > instant);
    this.#entries.splice(later === -1 ? this.#entries.length : later, 0, entry);
    if (this.#entries[0] === entry) this.#setAlarm();
    return () => {
      const index = this.#entries.indexOf(entry);
      if (index !== -1) this.#entries.splice(index, 1);
    };
  }

  /** Resolves so many virtual seconds from now; never, when the session ends before. */
  pause(seconds: number): Promise<void> {
    return this.until(this.now() + seconds * 1000);
  }

  /** Resolves at an instant; never, when the session ends before. */
  until(instant: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(instant, resolve);
    });
  }

  #setAlarm(): void {
    clearTimeout(this.#alarm);
    const [next] = this.#entries;
    if (next === undefined || this.#isRunning || this.signal.aborted) return;
    const left = Math.max(0, Math.ceil((next.instant - this.clock.now()) / this.clock.speed));
    this.#alarm = setTimeout(() => void this.#doWhatIsDue(), Math.min(left, LONGEST_TIMER_MS));
  }

  async #doWhatIsDue(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#entries[0]; next !== undefined && this.#isDue(next); next = this.#entries[0]) {
      this.#entries.shift();
      this.#present = Math.max(next.instant, this.#present ?? 0);
      try {
        next.work();
      } catch (error) {
        this.fail(error);
      }
      // What waits for this goes on before the next thing is done.
      await nextTurn();
    }
    this.#present = undefined;
    this.#isRunning = false;
    this.#setAlarm();
  }

  #isDue({ instant }: Entry): boolean {
    return !this.signal.aborted && instant <= this.clock.now();
  }
}
