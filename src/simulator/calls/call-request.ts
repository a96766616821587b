import type { DocumentRequest, DocumentSource } from '../twiml/document';
import type { HttpMethod } from '../webhooks/webhook';
import type { ProgressEvent } from './call-status';
import type { RecordingEvent } from './recording';

/** Where one sort of callback goes. */
export interface CallbackTarget {
  readonly url: string;
  readonly method: HttpMethod;
}

/** Asynchronous detection of answering machines (Twilio, "Answering Machine Detection"). Seconds are virtual. */
export interface MachineDetection {
  readonly mode: 'Enable' | 'DetectMessageEnd';
  /** Without a verdict by then it is `unknown`. */
  readonly timeoutSeconds: number;
  /** How long nobody may say anything before it is `unknown`. */
  readonly silenceSeconds: number;
  /** Undefined: the verdict is seen in the resource only. */
  readonly callback?: CallbackTarget;
}

/** What is recorded of a call, and where that is told. */
export interface RecordingWish {
  readonly channels: 1 | 2;
  readonly callback?: CallbackTarget & { readonly events: ReadonlySet<RecordingEvent> };
}

/** Where and of which events the caller wants to be told. */
export interface StatusSubscription {
  readonly url: string;
  readonly method: HttpMethod;
  readonly events: ReadonlySet<ProgressEvent>;
}

/** What the create of a call asked for (Twilio, Calls resource, "Create a Call"), checked. */
export interface CallRequest {
  readonly to: string;
  readonly from: string;
  readonly document: DocumentSource;
  readonly fallback?: DocumentRequest;
  readonly statusCallback?: StatusSubscription;
  /** How long it may ring, in virtual seconds. */
  readonly timeoutSeconds: number;
  /** How long it may last once answered, in virtual seconds. */
  readonly timeLimitSeconds: number;
  readonly machineDetection?: MachineDetection;
  readonly recording?: RecordingWish;
}
