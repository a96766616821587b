import type { DialOutcome } from '../telephony';
import { refusalOf } from './progress';

const TOO_MANY_REQUESTS = 429;
/** Comes from something between us and Twilio that may have passed the request on. */
const REQUEST_TIMEOUT = 408;
/** What a socket does before it is connected. */
const BEFORE_CONNECTION = new Set(['getaddrinfo', 'connect']);

/** What Twilio answered instead of what was asked for. */
export interface TwilioRefusal {
  status: number;
  /** Twilio's own; undefined: the answer has none, so it may not be Twilio's. */
  code: number | undefined;
  message: string;
}

/** The refusal that the SDK threw, if it is one. It has a class for each shape of body; both carry these. */
export function refusalIn(error: unknown): TwilioRefusal | null {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown };
  if (!(error instanceof Error) || typeof status !== 'number') return null;
  return { status, code: typeof code === 'number' ? code : undefined, message: error.message };
}

/**
 * What a failed request to dial came to, by what is proof that nobody was dialled:
 *
 * | evidence | outcome |
 * | --- | --- |
 * | the host was not found, or no connection came about: nothing was sent | refused |
 * | 429, which the SDK has tried again by then: such a request was never processed | refused |
 * | another 4xx with a code of Twilio's: it looked at the request and turned it down | refused |
 * | 4xx without such a code, or 408: from something on the way, which may have passed the request on | unknown |
 * | 5xx, a redirect, an answer that cannot be read, a connection that broke, none in time, all else | unknown |
 *
 * Twilio, errors 20429 and 20500.
 */
export function outcomeOf(error: unknown): DialOutcome {
  const refusal = refusalIn(error);
  if (refusal && isDefinite(refusal)) {
    return { kind: 'refused', reason: refusalOf(refusal.code), message: refusal.message };
  }
  if (wasNeverSent(error)) {
    return { kind: 'refused', reason: refusalOf(undefined), message: 'The telephony provider cannot be reached' };
  }
  const isRead = refusal !== null && refusal.status >= 300;
  const how = isRead ? `failed (HTTP ${refusal.status})` : 'did not give a usable answer';
  return { kind: 'unknown', message: `The telephony provider ${how}` };
}

function isDefinite({ status, code }: TwilioRefusal): boolean {
  if (status === TOO_MANY_REQUESTS) return true;
  return status >= 400 && status < 500 && status !== REQUEST_TIMEOUT && code !== undefined;
}

/** Node names what failed; of several addresses that were tried, each must have failed so. The HTTP client wraps it. */
function wasNeverSent(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { syscall, errors, cause } = error as { syscall?: unknown; errors?: unknown; cause?: unknown };
  if (typeof syscall === 'string') return BEFORE_CONNECTION.has(syscall);
  if (Array.isArray(errors) && errors.length > 0) return errors.every(wasNeverSent);
  return wasNeverSent(cause);
}
