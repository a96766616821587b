import { CallStatus, EndedReason } from '../../entities/enums';

/** Minutes begun. */
export function minutesOf(seconds: number): number {
  return Math.ceil(seconds / 60);
}

/** Credits to hold for a call that may talk for so long. */
export function holdFor(agent: { maxDurationSeconds: number; creditsPerMinute: number }): number {
  return minutesOf(agent.maxDurationSeconds) * agent.creditsPerMinute;
}

/** What decides what an ended call costs. */
export interface Billed {
  status: CallStatus;
  durationSeconds: number | null;
  creditsPerMinute: number;
  creditsReserved: number;
  /** Why its latest talk ended, as far as that is known. */
  talkEnd: EndedReason | null;
  /** How often somebody spoke. */
  turns: number;
}

/** Credits to charge for an ended call: minutes begun, never more than the hold, nothing for a call without talk. */
export function chargeFor(call: Billed): number {
  if (call.status !== CallStatus.COMPLETED || wasNeverConducted(call)) return 0;
  return Math.min(minutesOf(call.durationSeconds ?? 0) * call.creditsPerMinute, call.creditsReserved);
}

/** Somebody answered, and we gave up before a word was said. */
function wasNeverConducted({ talkEnd, turns }: Billed): boolean {
  return talkEnd === EndedReason.INTERNAL_ERROR && turns === 0;
}
