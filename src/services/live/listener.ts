/** How waiting for something to happen ended. */
export type News = 'changed' | 'quiet' | 'closed';

/** Somebody who listens. Nothing is kept for them but that something happened: they look what, when they are ready to. */
export class Listener {
  /** From the beginning: something may have happened between whatever was looked at before and now. */
  private changed = true;
  private closed = false;
  private resume: (() => void) | null = null;

  constructor(private readonly onClose: () => void) {}

  /** Something happened. */
  wake(): void {
    this.changed = true;
    this.resume?.();
  }

  /**
   * Resolves when something happened since the last time that this resolved.
   * @param ms `quiet` after so many milliseconds without anything
   */
  async next(ms?: number): Promise<News> {
    if (!this.changed && !this.closed) await this.rest(ms);
    if (this.closed) return 'closed';
    const news = this.changed ? 'changed' : 'quiet';
    this.changed = false;
    return news;
  }

  /** Resolves after so many milliseconds, or as soon as nobody listens any more. */
  async pause(ms: number): Promise<'quiet' | 'closed'> {
    const until = performance.now() + ms;
    for (let left = ms; left > 0 && !this.closed; left = until - performance.now()) await this.rest(left);
    return this.closed ? 'closed' : 'quiet';
  }

  private async rest(ms?: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.resume = null;
  }

  /** Nobody listens any more. May be called again. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.resume?.();
    this.onClose();
  }
}
