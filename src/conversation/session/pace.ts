/** One thing that happens later, unless it is set anew or cleared. */
export interface Alarm {
  /**
   * @param seconds of the call
   * @param slackMs milliseconds of ours besides, for machines that take their time however fast the call's runs
   */
  set(seconds: number, slackMs?: number): void;
  clear(): void;
}

/** Far enough away for every call, and no more than a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** Real timers in the time of a call, which runs `speed` times as fast as ours. */
export class Pace {
  readonly #clears: (() => void)[] = [];
  #stopped = false;

  /**
   * @param answeredAt when the call was answered, by `performance.now()`: clocks jump
   * @param guard runs what an alarm rings for, and takes what it throws
   */
  constructor(
    private readonly answeredAt: number,
    readonly speed: number,
    private readonly guard: (run: () => void) => void,
  ) {}

  /** Seconds of the call since it was answered. */
  now(): number {
    return ((performance.now() - this.answeredAt) / 1000) * this.speed;
  }

  alarm(ring: () => void): Alarm {
    let timer: NodeJS.Timeout | undefined;
    const clear = () => clearTimeout(timer);
    this.#clears.push(clear);
    return {
      clear,
      set: (seconds, slackMs = 0) => {
        clear();
        if (this.#stopped) return;
        const ms = Math.max(0, seconds / this.speed) * 1000 + slackMs;
        timer = setTimeout(() => this.guard(ring), Math.min(ms, LONGEST_MS));
      },
    };
  }

  /** Clears every alarm, for good. */
  stop(): void {
    this.#stopped = true;
    for (const clear of this.#clears) clear();
  }
}
