import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { json, text } from 'node:stream/consumers';
import type { ClientOptions } from 'openai';

/** What the SDK sends with: the signature of `fetch`. */
export type Fetch = NonNullable<ClientOptions['fetch']>;

/**
 * The part of `fetch` that the SDK needs, over Node's HTTP client. The `fetch` of Node makes some dozens of objects a request of
 * which the garbage collector has to be told when they die, so that they outlive it by far: with hundreds of talks, collecting
 * them held up everybody. Redirects are not followed. Connections are kept and used again.
 */
export function httpFetch(): Fetch {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  return async (input, { method, headers, body, signal } = {}) => {
    const url = new URL(String(input));
    if (body != null && typeof body !== 'string') throw new TypeError('only texts can be sent');
    const { request } = url.protocol === 'https:' ? https : http;
    const agent = agents[url.protocol === 'https:' ? 'https:' : 'http:'];
    const named = Object.fromEntries(new Headers(headers as ConstructorParameters<typeof Headers>[0]));
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { agent, method, headers: named, signal: signal ?? undefined }, resolve)
        .on('error', reject)
        .end(body ?? undefined);
    });
    return new HttpResponse(url.href, message) as unknown as Response;
  };
}

/** The part of a response that the SDK looks at. */
class HttpResponse {
  readonly status: number;
  readonly headers = new Headers();

  constructor(
    readonly url: string,
    /** Read piece by piece, or by one of the methods; not both. */
    readonly body: IncomingMessage,
  ) {
    this.status = body.statusCode ?? 0;
    for (const [name, value] of Object.entries(body.headers)) this.headers.set(name, String(value));
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  text(): Promise<string> {
    return text(this.body);
  }

  json(): Promise<unknown> {
    return json(this.body);
  }
}
