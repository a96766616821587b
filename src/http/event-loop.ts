const LOOK_MS = 100;
/** What the latest look adds to the mean of those before it: one pause is no overload. */
const WEIGHT = 0.3;

/** How late this process does what is due, as a moving mean. A timer that is due every tenth of a second tells. */
export class EventLoop {
  private mean = 0;
  private due = performance.now() + LOOK_MS;
  private readonly timer = setInterval(() => this.look(), LOOK_MS).unref();

  /** In milliseconds. */
  get delayMs(): number {
    return this.mean;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    this.mean += WEIGHT * (Math.max(0, now - this.due) - this.mean);
    this.due = now + LOOK_MS;
  }
}
