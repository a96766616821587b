const LOOK_MS = 100;
/** A pause, however long, is one late look: only what goes on is an overload. */
const LOOKS = 3;

/** How late this process does what is due. A timer that is due every tenth of a second tells. */
export class EventLoop {
  private readonly late: number[] = [];
  private due = performance.now() + LOOK_MS;
  private readonly timer = setInterval(() => this.look(), LOOK_MS).unref();

  /** In milliseconds, the least of the latest looks. */
  get delayMs(): number {
    return this.late.length < LOOKS ? 0 : Math.min(...this.late);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    if (this.late.push(now - this.due) > LOOKS) this.late.shift();
    this.due = now + LOOK_MS;
  }
}
