export type HttpMethod = 'GET' | 'POST';

/** A request the carrier makes to its customer. */
export interface Webhook {
  /** As the customer wrote it, connection overrides in the fragment included. */
  readonly url: string;
  readonly method: HttpMethod;
  /** Form fields; with GET they become part of the query. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What came of one HTTP request. */
export type Exchange =
  | {
      readonly outcome: 'answered';
      readonly status: number;
      readonly contentType: string;
      readonly location?: string;
      readonly body: string;
      /** The body went on beyond what is read. */
      readonly truncated: boolean;
    }
  /** No connection (`connect-failure`), no complete answer on it (`read-failure`), or not to be asked at all (`refused`). */
  | { readonly outcome: 'connect-failure' | 'read-failure' | 'refused'; readonly reason: string };
