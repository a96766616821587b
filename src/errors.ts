/**
 * The closed list of things that can go wrong, each with the HTTP status it has on both doors. The two of persisted queries
 * are no failures but a client's cue to send the document, and some clients give up at any status but 200.
 * Whoever adds a code is led by the compiler to every table that must know it.
 */
export const HTTP_STATUS = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  BAD_REQUEST: 400,
  PERSISTED_QUERY_NOT_FOUND: 200,
  PERSISTED_QUERY_NOT_SUPPORTED: 200,
  QUERY_TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  NOT_FOUND: 404,
  AGENT_NOT_FOUND: 404,
  FROM_NUMBER_NOT_FOUND: 404,
  FROM_NUMBER_REQUIRED: 400,
  INSUFFICIENT_CREDITS: 402,
  CONCURRENCY_LIMIT: 429,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_IN_PROGRESS: 409,
  CALL_FAILED: 500,
  OUTCOME_UNKNOWN: 500,
  CONFLICT: 409,
  UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
} as const;

/** One of the codes that both doors answer with. */
export type ErrorCode = keyof typeof HTTP_STATUS;

/** What is wrong with an input, by the dotted name of the member; `_body` stands for the whole. */
export type Issues = Record<string, string[]>;

/** Room for issues by names that clients choose: `__proto__` and `constructor` are names like any other. */
export function noIssues(): Issues {
  return Object.create(null) as Issues;
}

/** What a client may be told beside code and message. */
export interface ErrorDetails {
  /** For BAD_USER_INPUT: every wrong member with everything that is wrong with it. */
  issues?: Issues;
  /** Whole seconds after which the same request may succeed. */
  retryAfterSeconds?: number;
  /** For RATE_LIMITED: which limit was hit, and how large it is. */
  limit?: { name: string; quota: number };
  /** For INSUFFICIENT_CREDITS: the figures. */
  credits?: { required: number; available: number; deficit: number };
  /** For CALL_FAILED and OUTCOME_UNKNOWN: the provider's public text, and the call that was written. */
  failure?: { text: string; callId: string | null };
  /** For UNAUTHENTICATED: whether a key was presented at all. */
  keyPresented?: boolean;
  /** Overrides the code's HTTP status where HTTP has a status of its own (405, 413, 415). */
  status?: number;
}

/** A refusal whose message is written for the client. Everything else that is thrown is a fault of ours and is masked. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = 'AppError';
  }

  /** The HTTP status of this refusal. */
  get status(): number {
    return this.details.status ?? HTTP_STATUS[this.code];
  }
}

/** The refusal of an input, with all its issues at once. */
export function badInput(issues: Issues): AppError {
  return new AppError('BAD_USER_INPUT', 'The input is invalid; see the issues', { issues });
}
