import type { HttpMethod } from '../webhooks/webhook';

/** Where to get a TwiML document. */
export interface DocumentRequest {
  readonly url: string;
  readonly method: HttpMethod;
  /** What the request is about, when it is neither the call's own document nor one that another led to. */
  readonly event?: 'action';
  /** What is sent besides the call's own fields. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** The first document of a call: to be fetched, or given with the create. */
export type DocumentSource = DocumentRequest | { readonly twiml: string };

/** An element of a TwiML document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** All the text within, nested elements included, with single spaces. */
  readonly text: string;
}

/** A document that can be executed. */
export interface TwimlDocument {
  /** Where it came from; relative URLs in it are resolved against this. */
  readonly url?: string;
  readonly verbs: readonly Element[];
}

/** A document that could not be had, with Twilio's error code (Twilio, "Error and warning dictionary"). */
export class DocumentFailure extends Error {
  constructor(
    readonly code: 11200 | 11205 | 11750 | 12100 | 12300,
    readonly url: string,
    reason: string,
  ) {
    super(reason);
  }
}
