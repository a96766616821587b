import { randomBytes } from 'node:crypto';
import twilio from 'twilio';

import RequestClient = require('twilio/lib/base/RequestClient');

/** The SDK's transport, with every request sent to another base URL. */
class RebasedClient extends RequestClient {
  constructor(
    private readonly base: string,
    options?: RequestClient.RequestClientOptions,
  ) {
    super(options);
  }

  override request<TData>(options: RequestClient.RequestOptions<TData>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<TData>({ ...options, uri: new URL(pathname + search, this.base).href });
  }
}

export interface Credentials {
  readonly sid: string;
  readonly authToken: string;
}

/** An account that nobody has used before. */
export function newCredentials(): Credentials {
  return { sid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') };
}

/** The official SDK, pointed at the simulator. */
export function createClient(base: string, { sid, authToken }: Credentials, timeout = 5000): twilio.Twilio {
  return twilio(sid, authToken, { httpClient: new RebasedClient(base, { timeout }) });
}
