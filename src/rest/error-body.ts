import type { AppError, ErrorCode, Issues } from '../errors';

type Body = {
  error: string;
  message?: string;
  details?: unknown;
  issues?: unknown;
  requestId?: string;
  callId?: string;
};
type Writer = (error: AppError, requestId: string, takesBody: boolean) => Body;

const titled: Writer = ({ message }) => ({ error: message });
const limited: Writer = ({ message, details: { limit, retryAfterSeconds } }) => ({
  error: 'Rate limit exceeded',
  message,
  details: { limit: limit?.name, quota: limit?.quota, remaining: 0, retryAfterSeconds },
});
const failed: Writer = ({ details: { failure } }, requestId) => ({
  error: 'Failed to initiate call',
  details: failure?.text,
  requestId,
  ...(failure?.callId ? { callId: failure.callId } : {}),
});

/** The failure envelope of each code. The guide, Error Responses; `rest-v1.md`, common rules. */
const WRITERS: Record<ErrorCode, Writer> = {
  UNAUTHENTICATED: ({ message, details }) => ({
    error: details.keyPresented ? 'Invalid API key' : 'Authentication required',
    message,
  }),
  FORBIDDEN: titled,
  BAD_USER_INPUT: ({ details }, _requestId, takesBody) => ({
    error: takesBody ? 'Invalid request body' : 'Invalid query parameters',
    issues: details.issues && inRestNames(details.issues),
  }),
  GRAPHQL_PARSE_FAILED: titled,
  GRAPHQL_VALIDATION_FAILED: titled,
  OPERATION_RESOLUTION_FAILURE: titled,
  BAD_REQUEST: titled,
  PERSISTED_QUERY_NOT_FOUND: titled,
  PERSISTED_QUERY_NOT_SUPPORTED: titled,
  QUERY_TOO_COMPLEX: titled,
  RATE_LIMITED: limited,
  NOT_FOUND: titled,
  AGENT_NOT_FOUND: titled,
  FROM_NUMBER_NOT_FOUND: titled,
  FROM_NUMBER_REQUIRED: titled,
  INSUFFICIENT_CREDITS: ({ details }) => ({ error: 'Insufficient credits', details: details.credits }),
  CONCURRENCY_LIMIT: limited,
  IDEMPOTENCY_KEY_REUSED: titled,
  IDEMPOTENCY_IN_PROGRESS: titled,
  CALL_FAILED: failed,
  OUTCOME_UNKNOWN: failed,
  CONFLICT: titled,
  UNAVAILABLE: ({ message }) => ({ error: 'Service unavailable', message }),
  INTERNAL_SERVER_ERROR: (_error, requestId) => ({ error: 'Internal server error', requestId }),
};

/** What GraphQL calls otherwise than REST. */
const REST_NAMES: ReadonlyMap<string, string> = new Map([['after', 'cursor']]);

function inRestNames(issues: Issues): Issues {
  return Object.fromEntries(Object.entries(issues).map(([name, messages]) => [REST_NAMES.get(name) ?? name, messages]));
}

/** The body that tells a REST client of a refusal. */
export function errorBody(error: AppError, requestId: string, takesBody: boolean): { success: false } & Body {
  return { success: false, ...WRITERS[error.code](error, requestId, takesBody) };
}
