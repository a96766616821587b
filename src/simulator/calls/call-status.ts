/** How a call can end (Twilio, Calls resource, "Call Status Values"). Nothing follows one of these. */
export type EndStatus = 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

/** What the Calls resource shows. */
export type CallStatus = 'queued' | 'ringing' | 'in-progress' | EndStatus;

/** What can be subscribed to with StatusCallbackEvent, in the order in which it happens. */
export const PROGRESS_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;

export type ProgressEvent = (typeof PROGRESS_EVENTS)[number];

/** A step of a call as a status callback tells it. `initiated` is a CallStatus there only, never in the resource. */
export interface Progress {
  readonly event: ProgressEvent;
  readonly status: CallStatus | 'initiated';
  /** Virtual instant at which it happened, in milliseconds since 1970. */
  readonly at: number;
}

export function isProgressEvent(value: string): value is ProgressEvent {
  return (PROGRESS_EVENTS as readonly string[]).includes(value);
}
