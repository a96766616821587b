import { GraphQLError } from 'graphql';
import { AuthenticationError, AuthorizationError } from 'type-graphql';
import { isDatabaseAway } from '../database/database-away';
import { AppError } from '../errors';

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
