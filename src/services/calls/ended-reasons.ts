import { EndedReason } from '../../entities/enums';
import type { CallSummary } from './call';

/** What an integrator can do about an end, and one plain line for a person. */
interface ReasonText {
  /** Whether calling the same number again, unchanged, can reasonably succeed without bothering anybody twice. */
  retryable: boolean;
  explanation: string;
}

const REASONS: Record<EndedReason, ReasonText> = {
  AGENT_ENDED: { retryable: false, explanation: 'The agent finished the conversation and hung up.' },
  CONTACT_HUNG_UP: { retryable: false, explanation: 'The person called hung up.' },
  TRANSFERRED: { retryable: false, explanation: 'The agent transferred the call to another number.' },
  VOICEMAIL_LEFT: { retryable: false, explanation: 'A voicemail answered and the agent left a message.' },
  VOICEMAIL_NOT_LEFT: { retryable: true, explanation: 'A voicemail answered and the agent hung up without a message.' },
  TIME_LIMIT: { retryable: false, explanation: "The call reached the agent's maximum duration and was ended." },
  SILENCE: { retryable: true, explanation: 'The call was answered, but nobody spoke, so the agent hung up.' },
  BUSY: { retryable: true, explanation: 'The line was busy. Try again later.' },
  DECLINED: { retryable: false, explanation: 'The person called declined the call.' },
  NO_ANSWER: { retryable: true, explanation: 'The phone rang, but nobody answered. Try again later.' },
  UNREACHABLE: {
    retryable: false,
    explanation: 'The number cannot be reached: it may not exist or not be in service.',
  },
  INVALID_NUMBER: { retryable: false, explanation: 'The provider says that this is not a valid phone number.' },
  NOT_PERMITTED: {
    retryable: false,
    explanation: "The provider account's geographic permissions do not allow calls to this number.",
  },
  REJECTED_BY_PROVIDER: { retryable: false, explanation: 'The provider refuses to call this number.' },
  PROVIDER_ERROR: { retryable: true, explanation: 'The provider could not carry the call.' },
  MODEL_ERROR: {
    retryable: true,
    explanation: 'The language model could not be reached, so the agent ended the call.',
  },
  INTERNAL_ERROR: { retryable: true, explanation: 'The server could not conduct the call, or not to its end.' },
  CANCELED: { retryable: true, explanation: 'The call was canceled before it was answered.' },
  ENDED_BY_API: { retryable: false, explanation: 'The call was ended by a request to this API.' },
  OUTCOME_UNKNOWN: {
    retryable: false,
    explanation: 'The provider never said whether it placed the call; nothing was charged. The phone may have rung.',
  },
};

/** Whether an ended call is worth placing again; null while it is live. */
export function isRetryable(reason: EndedReason | null): boolean | null {
  return reason && REASONS[reason].retryable;
}

/** Of a call that the provider is known to have, whether that was heard in time or not. */
const PLACED_BUT_UNKNOWN =
  'The provider placed the call, but did not say in time what became of it; nothing was charged. The phone may have rung.';

/** Why a call ended, in one plain line with the provider's own words behind it; null while it is live. */
export function explain({
  endedReason,
  providerMessage,
  callSid,
}: Pick<CallSummary, 'endedReason' | 'providerMessage' | 'callSid'>): string | null {
  if (!endedReason) return null;
  const isPlaced = endedReason === EndedReason.OUTCOME_UNKNOWN && callSid !== null;
  const explanation = isPlaced ? PLACED_BUT_UNKNOWN : REASONS[endedReason].explanation;
  return providerMessage ? `${explanation} (${providerMessage})` : explanation;
}
