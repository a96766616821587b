import type { ProgressEvent } from '../calls/call-status';
import type { RefusalCode } from '../rest/twilio-error';

/** What the person and the network at the other end do. */
export type Line =
  | { readonly kind: 'answers' }
  | { readonly kind: 'rings-out' }
  /** Ends `busy`, after so many virtual seconds of ringing. */
  | { readonly kind: 'refuses'; readonly afterSeconds: number; readonly sipResponseCode: number }
  /** Ends `failed` without ringing. */
  | { readonly kind: 'unreachable'; readonly sipResponseCode: number };

/** How the create request fares. */
export type CreateReply =
  | { readonly kind: 'created' }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  /** Refused with 20429 so many times, then created. */
  | { readonly kind: 'throttled'; readonly times: number }
  /** The request is never answered; the call may have been dialled all the same. */
  | { readonly kind: 'silence'; readonly dialled: boolean }
  /** Dialled, and answered with 20500. */
  | { readonly kind: 'internal-error' }
  /** Created, but only told after this event's callback was delivered. */
  | { readonly kind: 'created-late'; readonly after: ProgressEvent };

/** How status callbacks fare. */
export interface CallbackPlan {
  /** Events that are never sent. */
  readonly lost?: readonly ProgressEvent[];
  /** How often each event is sent. */
  readonly copies?: number;
  /** Events that wait until another one was delivered. */
  readonly heldBack?: Readonly<Partial<Record<ProgressEvent, ProgressEvent>>>;
}

/** What happens to calls to a number. Whatever is left out goes as in a plain call: created, answered, told in order. */
export interface Scenario {
  /** In a few words, for people. */
  readonly summary: string;
  readonly reply?: CreateReply;
  readonly line?: Line;
  readonly callbacks?: CallbackPlan;
}
