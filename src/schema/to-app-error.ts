import { GraphQLError } from 'graphql';
import { AuthenticationError, AuthorizationError } from 'type-graphql';
import { sqlState } from '../database/transaction';
import { AppError } from '../errors';

/** PostgreSQL is away, out of connections, or kept us waiting too long. PostgreSQL manual, appendix A. */
const DATABASE_AWAY = /^(08...|57P0[1-3]|53300|55P03|57014)$/;
const CONNECTION_LOST =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$|Connection terminated|timeout exceeded when|is not queryable$|^Query read timeout$/;

/** The refusal behind whatever was thrown; null for a fault of ours, which the client must not read. */
export function toAppError(thrown: unknown): AppError | null {
  const cause = thrown instanceof GraphQLError ? (thrown.originalError ?? thrown) : thrown;
  if (cause instanceof AppError) return cause;
  if (cause instanceof AuthenticationError) return missingKey();
  if (cause instanceof AuthorizationError) return new AppError('FORBIDDEN', 'This API key may not do this');
  if (!(cause instanceof GraphQLError) && isDatabaseAway(cause)) {
    return new AppError('UNAVAILABLE', 'The service is temporarily unavailable. Try again.', { retryAfterSeconds: 2 });
  }
  return null;
}

/** The refusal of a request without a key. The guide, 401 Unauthorized. */
export function missingKey(): AppError {
  return new AppError(
    'UNAUTHENTICATED',
    'API key is required. Please provide it in the x-api-key header, Authorization header, or api_key query parameter.',
    { keyPresented: false },
  );
}

/** The refusal of a key that is malformed, unknown, revoked or expired. The guide, 401 Unauthorized. */
export function invalidKey(): AppError {
  return new AppError('UNAUTHENTICATED', 'The provided API key is invalid or inactive.', { keyPresented: true });
}

function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    DATABASE_AWAY.test(sqlState(error) ?? '') ||
    CONNECTION_LOST.test(String(code)) ||
    CONNECTION_LOST.test(String(message))
  );
}
