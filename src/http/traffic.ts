import { AppError } from '../errors';

/** The requests under way at both doors. A server that stops lets them finish and takes no more. */
export class Traffic {
  private active = 0;
  private stopping = false;
  private readonly waiting: Array<() => void> = [];

  /** Whether the server takes no more requests. */
  get draining(): boolean {
    return this.stopping;
  }

  /**
   * Serves one request.
   * @throws AppError UNAVAILABLE once the server is stopping
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.stopping) {
      throw new AppError('UNAVAILABLE', 'The server is stopping. Try again.', { retryAfterSeconds: 1 });
    }
    this.active += 1;
    try {
      return await work();
    } finally {
      this.active -= 1;
      if (this.active === 0) for (const resolve of this.waiting.splice(0)) resolve();
    }
  }

  /** Takes no more requests, and resolves when those under way are answered. */
  async drain(): Promise<void> {
    this.stopping = true;
    if (this.active > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
