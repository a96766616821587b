/** The server did not answer, or cannot just now: the same request may succeed in a moment. */
export class Unreachable extends Error {
  constructor(
    message = 'The server cannot be reached.',
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** What was wrong with a request, in the server's words. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly code: string,
    /** What is wrong, by member of the input. */
    readonly issues: Record<string, string[]> = {},
  ) {
    super(message);
  }
}

/** An error as GraphQL answers it. */
export interface AnsweredError {
  message: string;
  extensions?: { code?: string; issues?: Record<string, string[]>; retryAfterSeconds?: number };
}

/** The key is not, or no longer, good for anything. */
const KEY_REFUSED = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);
/** What passes by itself. */
const PASSING = new Set(['UNAVAILABLE', 'RATE_LIMITED']);

/** Whether an error of a request as a whole means that another key is needed. */
export function isKeyRefused(error: AnsweredError): boolean {
  return KEY_REFUSED.has(error.extensions?.code ?? '');
}

/** What to throw for what was answered. */
export function errorOf({ message, extensions }: AnsweredError): Unreachable | Refused {
  const code = extensions?.code ?? '';
  if (PASSING.has(code)) return new Unreachable(message, extensions?.retryAfterSeconds);
  return new Refused(message, code, extensions?.issues);
}
