import { CallStatus } from '../../entities/enums';

/** Minutes begun. */
export function minutesOf(seconds: number): number {
  return Math.ceil(seconds / 60);
}

/** Credits to hold for a call that may talk for so long. */
export function holdFor(agent: { maxDurationSeconds: number; creditsPerMinute: number }): number {
  return minutesOf(agent.maxDurationSeconds) * agent.creditsPerMinute;
}

/** Credits to charge for an ended call: minutes begun, never more than the hold, nothing for a call without talk. */
export function chargeFor(call: {
  status: CallStatus;
  durationSeconds: number | null;
  creditsPerMinute: number;
  creditsReserved: number;
}): number {
  if (call.status !== CallStatus.COMPLETED) return 0;
  return Math.min(minutesOf(call.durationSeconds ?? 0) * call.creditsPerMinute, call.creditsReserved);
}
