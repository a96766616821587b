import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { json, text } from 'node:stream/consumers';
import type { ClientOptions } from 'openai';
import { headOf } from '../head-of';

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
    const sent = request(url, { agent, method, headers: named });
    if (signal) endWith(signal, sent);
    const head = headOf(sent);
    sent.end(body ?? undefined);
    return new HttpResponse(url.href, await head) as unknown as Response;
  };
}

/**
 * Ends an exchange with its signal. Node's own `signal` option breaks the connection of an answer that has come but is not
 * read yet at a moment when nobody listens to its errors, which would end the process.
 */
function endWith(signal: AbortSignal, sent: ClientRequest): void {
  let open: ClientRequest | IncomingMessage = sent;
  const end = () => open.destroy(signal.reason);
  if (signal.aborted) return void end();
  signal.addEventListener('abort', end, { once: true });
  sent.once('response', (message) => {
    open = message;
  });
  sent.once('close', () => signal.removeEventListener('abort', end));
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
