import { AnsweredBy, EndedReason } from '../../entities/enums';
import type { ProviderProgress } from '../telephony';

/** What Twilio says of a call, in a callback or when asked. */
export interface TwilioStatus {
  /** `CallStatus` of a callback, `status` of the Call resource. */
  status: string;
  at: Date | null;
  /** Seconds; absent for calls that were not answered. */
  duration: number | null;
  sipResponseCode: number | null;
  answeredBy: string | null;
}

/**
 * Reads Twilio's words; null for `queued`, for words that do not exist yet, and for a completed call without its duration,
 * which decides what is charged and is told sooner or later. Twilio, Call resource, status values.
 */
export function progressOf({
  status,
  at,
  duration,
  sipResponseCode,
  answeredBy,
}: TwilioStatus): ProviderProgress | null {
  const ended = (outcome: Extract<ProviderProgress, { kind: 'ended' }>['outcome']): ProviderProgress => ({
    kind: 'ended',
    outcome,
    at,
    durationSeconds: duration ?? 0,
    answeredBy: answeredByOf(answeredBy),
  });
  switch (status) {
    case 'initiated':
      return { kind: 'progress', step: 'dialed', at };
    case 'ringing':
      return { kind: 'progress', step: 'ringing', at };
    case 'in-progress':
      return { kind: 'progress', step: 'answered', at };
    case 'completed':
      return duration === null ? null : ended(status);
    case 'no-answer':
    case 'canceled':
      return ended(status);
    case 'busy':
      return ended(sipResponseCode === 603 ? 'declined' : 'busy');
    case 'failed':
      return ended(UNREACHABLE.has(sipResponseCode ?? 0) ? 'unreachable' : 'failed');
    default:
      return null;
  }
}

/** Not found, gone, address incomplete, does not exist anywhere. RFC 3261, section 21. */
const UNREACHABLE = new Set([404, 410, 484, 604]);

/** Who answered, in Twilio's words; null: not known. Twilio, answering machine detection. */
export function answeredByOf(word: string | null): AnsweredBy | null {
  if (!word) return null;
  if (word === 'human') return AnsweredBy.HUMAN;
  if (word === 'fax') return AnsweredBy.FAX;
  return word.startsWith('machine') ? AnsweredBy.VOICEMAIL : AnsweredBy.UNKNOWN;
}

/** Twilio's refusals of a call that have a reason of their own. Twilio, error dictionary. */
const REFUSALS: Readonly<Record<number, EndedReason>> = {
  21211: EndedReason.INVALID_NUMBER,
  21214: EndedReason.UNREACHABLE,
  21215: EndedReason.NOT_PERMITTED,
  21216: EndedReason.REJECTED_BY_PROVIDER,
  21217: EndedReason.INVALID_NUMBER,
};

/** Why a call was not placed, from the code of Twilio's refusal. */
export function refusalOf(code: number | undefined): EndedReason {
  return REFUSALS[code ?? 0] ?? EndedReason.PROVIDER_ERROR;
}
