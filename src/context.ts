import type { Logger } from 'pino';

/** Who makes a request: one API key of one account. */
export interface Viewer {
  accountId: string;
  keyId: string;
  scopes: readonly string[];
  /** The key is one of a test twin: nothing it does reaches a phone or costs anything. */
  testMode: boolean;
  /** Requests that this key may make in a minute. */
  requestsPerMinute: number;
}

/** What every resolver and service knows about the request it works for. */
export interface RequestContext {
  /** Null when no key was presented; such requests reach introspection only. */
  viewer: Viewer | null;
  requestId: string;
  log: Logger;
  /** What has to be done if the request's answer is lost, because something else that it asks for failed. */
  ifAnswerIsLost?: Array<() => Promise<void>>;
}

/** The answer to a request is lost: what was done for it is made good before the client is told so. */
export async function answerIsLost({ ifAnswerIsLost = [] }: RequestContext): Promise<void> {
  await Promise.all(ifAnswerIsLost.splice(0).map((work) => work()));
}
