/** Far enough away for every call, and no more than a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** Real timers in the time of a call, which runs `speed` times as fast as ours. */
export class Pace {
  readonly #alarms: Alarm[] = [];
  #stopped = false;

  /**
   * @param answeredAt when the call was answered, by `performance.now()`: clocks jump
   * @param guard runs what an alarm rings for, and takes what it throws
   */
  constructor(
    private readonly answeredAt: number,
    readonly speed: number,
    readonly guard: (run: () => void) => void,
  ) {}

  /** Seconds of the call since it was answered. */
  now(): number {
    return ((performance.now() - this.answeredAt) / 1000) * this.speed;
  }

  /** Whether no alarm rings any more. */
  get stopped(): boolean {
    return this.#stopped;
  }

  alarm(ring: () => void): Alarm {
    const alarm = new Alarm(this, ring);
    this.#alarms.push(alarm);
    return alarm;
  }

  /** Clears every alarm, for good. */
  stop(): void {
    this.#stopped = true;
    for (const alarm of this.#alarms) alarm.clear();
  }
}

/** One thing that happens later, unless it is set anew or cleared. */
export class Alarm {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pace: Pace,
    private readonly ring: () => void,
  ) {}

  /**
   * @param seconds of the call
   * @param slackMs milliseconds of ours besides, for machines that take their time however fast the call's runs
   */
  set(seconds: number, slackMs = 0): void {
    this.clear();
    if (this.pace.stopped) return;
    const ms = Math.max(0, seconds / this.pace.speed) * 1000 + slackMs;
    this.#timer = setTimeout(() => this.#rings(), Math.min(ms, LONGEST_MS));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #rings(): void {
    this.#timer = undefined;
    this.pace.guard(this.ring);
  }
}
