import type { PersonKind } from '../callee/person';
import type { ProgressEvent } from '../calls/call-status';
import type { RefusalCode } from '../rest/twilio-error';

/** What the person and the network at the other end do. */
export type Line =
  /** Somebody who talks and listens, unless another sort of person. */
  | { readonly kind: 'answers'; readonly person?: PersonKind }
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
  /** Created, but only told after this event's callback was delivered. */
  | { readonly kind: 'created-late'; readonly after: ProgressEvent };

/** What spoils the reply to a request. Whether it was `done` is another matter: the call may be dialled all the same. */
export type Mishap = { readonly done: boolean } & (
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' }
  /** An error in Twilio's shape: 429 is 20429, the rest 20500. */
  | { readonly kind: 'error'; readonly status: number }
  /** JSON that stops half-way, JSON without the call's SID, or a page for people. */
  | { readonly kind: 'garbage'; readonly body: 'cut' | 'no-sid' | 'html'; readonly status?: number }
);

/**
 * A webhook about a call: a status callback, the first TwiML document, one that follows it, the end of a `<Connect>`, what
 * detection of machines came to, or how the recording is.
 */
export type WebhookEvent = ProgressEvent | 'document' | 'redirect' | 'action' | 'amd' | 'recording';

/** How the WebSocket of a `<ConversationRelay>` fares. */
export interface SocketFault {
  /** There is no connection (64102). */
  readonly refused?: boolean;
  /** It breaks when so many frames have passed, both ways together and `setup` included. */
  readonly breaksAfterFrames?: number;
}

/** How a webhook fares. Whatever is left out goes as usual. */
export interface Delivery {
  /** It is never sent. */
  readonly lost?: boolean;
  /** In real milliseconds. */
  readonly delayMs?: number;
  /** How often it is sent. */
  readonly copies?: number;
  /** It waits until the callback of another event was delivered. */
  readonly heldBackUntil?: ProgressEvent;
  readonly signature?: 'wrong' | 'none';
}

/** How status callbacks fare. */
export type CallbackPlan = Readonly<Partial<Record<ProgressEvent, Delivery>>>;

/** What happens to calls to a number. Whatever is left out goes as in a plain call: created, answered, told in order. */
export interface Scenario {
  /** In a few words, for people. */
  readonly summary: string;
  readonly reply?: CreateReply;
  /** What the create request suffers. */
  readonly mishap?: Mishap;
  readonly line?: Line;
  readonly callbacks?: CallbackPlan;
}
