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
}
