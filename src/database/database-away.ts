import { sqlState } from './transaction';

/**
 * PostgreSQL is away, a replica that takes no writes, out of connections, memory or disk, or kept us waiting too long.
 * PostgreSQL manual, appendix A.
 */
const DATABASE_AWAY = /^(08...|57P0[1-3]|53...|58030|25P03|55P03|57014|25006)$/;
const CONNECTION_LOST =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|Connection terminated|timeout exceeded when|is not queryable$|^Query read timeout$/;

/** Whether something failed because the database could not be asked; the same may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    DATABASE_AWAY.test(sqlState(error) ?? '') ||
    CONNECTION_LOST.test(String(code)) ||
    CONNECTION_LOST.test(String(message))
  );
}

/** Whether a connection broke: then nobody knows whether what was sent last, such as a commit, was done. */
export function isConnectionLost(error: unknown): boolean {
  return isDatabaseAway(error) && /^(08...|57P..)?$/.test(sqlState(error) ?? '');
}
