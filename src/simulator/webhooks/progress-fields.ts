import type { Call } from '../calls/call';
import type { Progress } from '../calls/call-status';
import { callFields } from './call-fields';
import { rfc2822 } from './rfc2822';

/** The fields of a status callback (Twilio, Calls resource, "StatusCallback parameters"). */
export function progressFields(call: Call, progress: Progress, sequence: number): Record<string, string> {
  return {
    ...callFields(call, progress.status),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    Timestamp: rfc2822(progress.at),
    ...(progress.event === 'completed' ? closingFields(call) : {}),
  };
}

/** CallDuration is in seconds; Duration in begun minutes, as they are billed, and only of a call that was answered. */
function closingFields(call: Call): Record<string, string> {
  const seconds = call.durationSeconds ?? 0;
  return {
    CallDuration: String(seconds),
    ...(call.status === 'completed' ? { Duration: String(Math.max(1, Math.ceil(seconds / 60))) } : {}),
    SipResponseCode: String(call.sipResponseCode ?? 200),
    ...(call.answeredBy === undefined ? {} : { AnsweredBy: call.answeredBy }),
    ...(call.recording === undefined ? {} : call.recording.summary),
  };
}
