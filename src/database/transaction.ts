import type { Pool, PoolClient } from 'pg';

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
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(pool, work, options);
    } catch (error) {
      if (attempt === ATTEMPTS || !TRY_AGAIN.has(sqlState(error) ?? '')) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    }
  }
}

async function attemptOnce<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  { lockTimeoutMs }: TransactionOptions,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements tells nobody else, and an event without a listener ends the process.
  const onBroken = (error: Error) => {
    broken = error;
  };
  client.on('error', onBroken);
  try {
    await client.query(lockTimeoutMs ? `begin; set local lock_timeout = ${lockTimeoutMs}` : 'begin');
    const result = await work(client);
    await client.query('commit');
    return result;
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

/** The SQLSTATE of an error that came from PostgreSQL. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
