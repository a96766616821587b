import { AppError } from '../errors';

/** Why a request is refused at the door, for the metrics. */
export type Congestion = 'database-away' | 'too-many-requests' | 'event-loop' | 'database-queue';

/** What says how the server stands; all of it is at hand, since it is asked for each request. */
export interface Load {
  database: { readonly answering: boolean };
  /** Work that waits for a database connection. */
  pool: { readonly waitingCount: number };
  /** Calls whose request waits for the carrier. */
  counts: { readonly waiting: number };
  /** How late things are done, in milliseconds. */
  loop: { readonly delayMs: number };
}

/** What is more is refused. */
export interface LoadLimits {
  /** Requests under way that wait for nobody but us. */
  requests: number;
  /** How late the event loop may be, in milliseconds. */
  eventLoopDelayMs: number;
  /** Work that waits for a database connection. */
  databaseQueue: number;
}

/**
 * The requests under way at both doors. One that would wait for long is refused at once, so that latency does not grow
 * without bound. A server that stops lets those under way finish and takes no more. The carrier's callbacks, health and
 * metrics do not come this way.
 */
export class Traffic {
  private active = 0;
  private atRest = 0;
  private stopping = false;
  private readonly waiting: Array<() => void> = [];
  /** How many were refused, by reason. */
  readonly refused = new Map<Congestion, number>();

  constructor(
    private readonly load: Load,
    private readonly limits: LoadLimits,
  ) {}

  /** Whether the server takes no more requests. */
  get draining(): boolean {
    return this.stopping;
  }

  /** Requests under way that wait for nobody but us. */
  get underWay(): number {
    return Math.max(0, this.active - this.atRest - this.load.counts.waiting);
  }

  /** Requests under way that wait for their body, an event or a slow client. */
  get resting(): number {
    return this.atRest;
  }

  /**
   * Serves one request.
   * @throws AppError UNAVAILABLE once the server is stopping, and while it has too much to do or no database
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.stopping) throw unavailable('The server is stopping. Try again.', 1);
    const congestion = this.congestion();
    if (congestion) throw this.refuse(congestion);
    this.active += 1;
    try {
      return await work();
    } finally {
      this.active -= 1;
      if (this.active === 0) for (const resolve of this.waiting.splice(0)) resolve();
    }
  }

  /** For a request under way that waits for an event, a body or a slow client: it does not count as work. */
  async rest<T>(wait: () => Promise<T>): Promise<T> {
    this.atRest += 1;
    try {
      return await wait();
    } finally {
      this.atRest -= 1;
    }
  }

  /** Takes no more requests, and resolves when those under way are answered. */
  async drain(): Promise<void> {
    this.stopping = true;
    if (this.active > 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private congestion(): Congestion | null {
    const { database, loop, pool } = this.load;
    if (!database.answering) return 'database-away';
    if (this.underWay >= this.limits.requests) return 'too-many-requests';
    if (loop.delayMs > this.limits.eventLoopDelayMs) return 'event-loop';
    return pool.waitingCount > this.limits.databaseQueue ? 'database-queue' : null;
  }

  private refuse(congestion: Congestion): AppError {
    this.refused.set(congestion, (this.refused.get(congestion) ?? 0) + 1);
    return congestion === 'database-away'
      ? unavailable('The service is temporarily unavailable. Try again.', 2)
      : unavailable('The server has too much to do. Try again.', 1);
  }
}

function unavailable(message: string, retryAfterSeconds: number): AppError {
  return new AppError('UNAVAILABLE', message, { retryAfterSeconds });
}
