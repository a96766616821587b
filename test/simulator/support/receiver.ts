import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { validateRequest } from 'twilio';

/** A request the simulator made. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly afterMs?: number;
}

type Responder = (request: Received, count: number) => Reply | 'hang' | 'reset';

/** A customer's server: keeps what it is sent, in order, and answers as told (204 unless told). */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** What came without a right signature: must stay empty. */
  readonly forged: readonly Received[];
  at(path: string): Received[];
  reply(path: string, responder: Reply | Responder): void;
  close(): Promise<void>;
}

export async function startReceiver(authToken: string): Promise<Receiver> {
  const received: Received[] = [];
  const forged: Received[] = [];
  const responders = new Map<string, Responder>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    const { method = '', url: target = '', headers } = request;
    const url = new URL(target, base);
    const signature = String(headers['x-twilio-signature']);
    const params = method === 'POST' ? form : Object.fromEntries(url.searchParams);
    const entry = { method, path: url.pathname, url: url.href, params, headers };
    received.push(entry);
    if (!validateRequest(authToken, signature, base + target, form)) forged.push(entry);

    const count = received.filter(({ path }) => path === entry.path).length;
    const reply = responders.get(entry.path)?.(entry, count) ?? { status: 204 };
    if (reply === 'hang') return;
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    if (reply.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.afterMs));
    response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: base,
    received,
    forged,
    at: (path) => received.filter((request) => request.path === path),
    reply: (path, responder) => responders.set(path, typeof responder === 'function' ? responder : () => responder),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A TwiML answer with these verbs. */
export function twiml(verbs: string): Reply {
  return { headers: { 'Content-Type': 'text/xml' }, body: `<?xml version="1.0"?><Response>${verbs}</Response>` };
}
