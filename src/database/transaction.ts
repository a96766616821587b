import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** Serialization failure and deadlock: the database asks for the whole transaction again. PostgreSQL manual, appendix A. */
const TRY_AGAIN = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

/** How a transaction is run. */
export interface TransactionOptions {
  /** A lock is waited for no longer than this, in milliseconds; the connection's own limit unless given. */
  lockTimeoutMs?: number;
}

/**
 * Runs `work` in one transaction, again if the database asks for it. Nothing but the database may be touched inside:
 * an attempt that is repeated would do everything else twice.
 */
export function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inAttempts(() =>
    onConnection(pool, async (client) => {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    }),
  );
}

/**
 * Runs a statement that writes, as a transaction of its own, again if the database asks for it: then it has done nothing.
 */
export function inStatement<Row extends QueryResultRow>(pool: Pool, statement: QueryConfig): Promise<QueryResult<Row>> {
  return inAttempts(() => pool.query<Row>(statement));
}

/**
 * Reads as of one instant, in a transaction that cannot write. All statements go out at once.
 * @param look sends them
 */
export function inSnapshot<Seen>(pool: Pool, look: (client: PoolClient) => Promise<Seen>): Promise<Seen> {
  return inAttempts(() =>
    onConnection(pool, async (client) => {
      const [, seen] = await Promise.all([client.query(BEGIN_SNAPSHOT), look(client)]);
      await client.query('commit');
      return seen;
    }),
  );
}

const BEGIN_SNAPSHOT = 'begin isolation level repeatable read, read only';

/** A transaction whose first statements go out together with its beginning, and whose last one with its commit. */
export interface ShortTransaction<Seen, Row extends QueryResultRow, Result> {
  /** Sends, at once, what locks and reads. It must not write: it is not known yet whether the transaction has begun. */
  look(client: PoolClient): Promise<Seen>;
  /** Decides what to write. All but the last statement it sends itself. */
  decide(client: PoolClient, seen: Seen): Promise<Ending<Row, Result>>;
}

/** How a short transaction ends. */
export interface Ending<Row extends QueryResultRow, Result> {
  /** The last statement, if any. */
  last: QueryConfig | null;
  /** What the transaction came to, once it is committed. */
  result(written: Row[]): Result;
}

/**
 * Like {@link inTransaction}, in two round trips: while it lasts others wait for its locks and share its connection. The
 * database works off a connection's statements in their order, and commits nothing of a transaction of which one failed.
 * The pool's connections must be pipelined.
 */
export function inShortTransaction<Seen, Row extends QueryResultRow, Result>(
  pool: Pool,
  { look, decide }: ShortTransaction<Seen, Row, Result>,
  { lockTimeoutMs }: TransactionOptions = {},
): Promise<Result> {
  const begin = lockTimeoutMs ? `${BEGIN_SHORT}; set local lock_timeout = ${lockTimeoutMs}` : BEGIN_SHORT;
  return inAttempts(() =>
    onConnection(pool, async (client) => {
      const [, seen] = await Promise.all([client.query(begin), look(client)]);
      const { last, result } = await decide(client, seen);
      const [written] = await Promise.all([last && client.query<Row>(last), client.query('commit')]);
      return result(written?.rows ?? []);
    }),
  );
}

/**
 * What is done in short transactions finds its rows by their keys, so one plan a connection does for batches of any size
 * and for tables that were empty when it was made. PostgreSQL would plan anew each time, which takes as long as the work.
 */
const BEGIN_SHORT = 'begin; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off';

async function inAttempts<T>(attemptOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce();
    } catch (error) {
      if (attempt === ATTEMPTS || !TRY_AGAIN.has(sqlState(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

/** Lends a connection for a transaction, and rolls back what fails. */
async function onConnection<T>(pool: Pool, transaction: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements tells nobody else, and an event without a listener ends the process.
  const onBroken = (error: Error) => {
    broken = error;
  };
  client.on('error', onBroken);
  try {
    return await transaction(client);
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    // A broken one is thrown away, and may complain once more while it goes.
    if (!broken) client.off('error', onBroken);
    client.release(broken);
  }
}

/** The SQLSTATE of an error that came from PostgreSQL. No class of them begins with E, as codes of the system do. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(code) ? code : undefined;
}
