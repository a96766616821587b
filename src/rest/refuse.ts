import { AppError, badInput, type ErrorCode } from '../errors';

/** A member of a result union that is a refusal, as the documents select it. */
interface Refused {
  __typename: string;
  code: ErrorCode;
  message: string;
  required?: number;
  available?: number;
  deficit?: number;
  limit?: number;
  retryAfterSeconds?: number;
  details?: string;
  failedCall?: { id: string } | null;
}

/** The refusal that a result union holds. */
export function refusalOf(result: Refused): AppError {
  const { code, message, retryAfterSeconds } = result;
  switch (code) {
    case 'FROM_NUMBER_REQUIRED':
      return badInput({ fromNumberId: [message] });
    case 'INSUFFICIENT_CREDITS': {
      const { required = 0, available = 0, deficit = 0 } = result;
      return new AppError(code, message, { credits: { required, available, deficit } });
    }
    case 'CONCURRENCY_LIMIT':
      return new AppError(code, message, {
        retryAfterSeconds,
        limit: { name: 'concurrentCalls', quota: result.limit ?? 0 },
      });
    case 'CALL_FAILED':
    case 'OUTCOME_UNKNOWN':
      return new AppError(code, message, {
        failure: { text: result.details ?? message, callId: result.failedCall?.id ?? null },
      });
    default:
      return new AppError(code, message, { retryAfterSeconds });
  }
}

/** The refusal of an id in the path that the account does not have. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `${what} not found`);
}
