import type { DocumentRequest, DocumentSource } from '../twiml/document';
import type { HttpMethod } from '../webhooks/webhook';
import type { ProgressEvent } from './call-status';

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
}
