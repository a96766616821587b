import { createHash } from 'node:crypto';
import { AppError } from '../../errors';
import { Recent } from '../recent';

/** A machine that was too busy for a text, however often it tried, may have time for it later. */
const KEPT_MS = 60_000;
const MOST = 10_000;

/** What could not be done with a text, kept for a minute, so that to ask for it again costs nothing. */
export class Failures {
  private readonly known = new Recent<{ error: AppError; at: number }>(MOST);

  /** Whether the work of this key is known to fail. */
  has(...key: unknown[]): boolean {
    return this.find(hashOf(key)) !== null;
  }

  /**
   * Does the work, unless it is known to fail.
   * @param key all that the work is done with; only a hash is kept
   * @throws what the work throws; an AppError is thrown again while it is kept
   */
  unlessKnown<T>(key: readonly unknown[], work: () => T): T {
    const hash = hashOf(key);
    const known = this.find(hash);
    if (known) throw known;
    try {
      return work();
    } catch (error) {
      if (hash && error instanceof AppError) this.known.set(hash, { error, at: performance.now() });
      throw error;
    }
  }

  private find(hash: string | null): AppError | null {
    const known = hash && this.known.peek(hash);
    return known && performance.now() - known.at < KEPT_MS ? known.error : null;
  }
}

/** Null: the key is no JSON, so nothing is remembered of it. */
function hashOf(key: readonly unknown[]): string | null {
  try {
    return createHash('sha256').update(JSON.stringify(key)).digest('base64');
  } catch {
    return null;
  }
}
