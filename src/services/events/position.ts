import { isUuid } from '../ids';

/**
 * A place among an account's events: behind the event of this id. Events are ordered by the transactions that wrote them
 * and, within one, by id.
 */
export interface Position {
  /** A number that JavaScript's cannot hold. */
  transaction: string;
  id: string;
}

const NIL = '00000000-0000-0000-0000-000000000000';
const MAX_BIGINT = 2n ** 63n - 1n;

/** Before every event. */
export const BEGINNING: Position = { transaction: '0', id: NIL };

/** Behind everything that earlier transactions wrote. */
export function positionBefore(transaction: string): Position {
  return { transaction, id: NIL };
}

/** Events that are read: those of transactions before the oldest that is still under way. What it writes comes behind them. */
export const SETTLED_BEFORE = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

/** Writes a place in a feed as a cursor; `rest` is whatever else the feed has to know. */
export function encodePosition(feed: string, { transaction, id }: Position, rest: readonly string[] = []): string {
  return Buffer.from([feed, transaction, id, ...rest].join(' ')).toString('base64url');
}

/** Reads a cursor; null: it is none of this feed. */
export function decodePosition(feed: string, text: string): { position: Position; rest: string[] } | null {
  const [name, transaction = '', id = '', ...rest] = Buffer.from(text, 'base64url').toString('latin1').split(' ');
  const isNumber = /^\d{1,19}$/.test(transaction) && BigInt(transaction) <= MAX_BIGINT;
  return name === feed && isNumber && isUuid(id) ? { position: { transaction, id }, rest } : null;
}
