import type { Logger } from 'pino';
import type { Viewer } from '../../context';
import { AppError } from '../../errors';
import type { Authenticator } from '../../services/accounts/authenticate';

/** Why the server ends a stream. */
export type StreamEnd = 'revoked' | 'stopping';

interface OpenStream {
  key: string | null;
  keyId: string;
  end: (why: StreamEnd) => void;
}

/** Streams that one key may have open at this server: event streams, WebSockets, recordings and requests that wait. */
export const MAX_STREAMS = 100;
/** Keys of open streams are looked at again so often, in milliseconds. */
const RECHECK_MS = 1000;

/** What is open for long at this server: it is counted, ends when its key does, and when the server stops. */
export class Streams {
  private readonly open = new Set<OpenStream>();
  private stopping = false;
  private rechecking: NodeJS.Timeout | null = null;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly log: Logger,
  ) {}

  /** How many are open. */
  get size(): number {
    return this.open.size;
  }

  /**
   * Counts a stream in.
   * @param end ends it from our side
   * @returns counts it out; may be called again
   * @throws AppError RATE_LIMITED when the key has as many as it may have, UNAVAILABLE once the server is stopping
   */
  enter({ keyId }: Viewer, key: string | null, end: OpenStream['end']): () => void {
    if (this.stopping) {
      throw new AppError('UNAVAILABLE', 'The server is stopping. Try again.', { retryAfterSeconds: 1 });
    }
    const taken = [...this.open].filter((stream) => stream.keyId === keyId).length;
    if (taken >= MAX_STREAMS) {
      throw new AppError('RATE_LIMITED', `This key may have ${MAX_STREAMS} streams open at a time. Close one first.`, {
        retryAfterSeconds: 1,
        limit: { name: 'concurrentStreams', quota: MAX_STREAMS },
      });
    }
    const stream = { key, keyId, end };
    this.open.add(stream);
    this.rechecking ??= setInterval(() => void this.recheck(), RECHECK_MS);
    return () => this.leave(stream);
  }

  /** Ends all streams, so that their clients go on at another server. */
  stop(): void {
    this.stopping = true;
    for (const stream of [...this.open]) stream.end('stopping');
  }

  private leave(stream: OpenStream): void {
    this.open.delete(stream);
    if (this.open.size > 0 || !this.rechecking) return;
    clearInterval(this.rechecking);
    this.rechecking = null;
  }

  private async recheck(): Promise<void> {
    const keys = new Set([...this.open].map(({ key }) => key));
    await Promise.all([...keys].map((key) => this.recheckKey(key)));
  }

  private async recheckKey(key: string | null): Promise<void> {
    try {
      if (key !== null && (await this.authenticator.authenticate(key))) return;
    } catch (error) {
      // Nobody knows whether it was revoked; it is asked again.
      this.log.debug({ error }, 'the key of a stream could not be looked at');
      return;
    }
    for (const stream of [...this.open]) if (stream.key === key) stream.end('revoked');
  }
}
