import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that came to the endpoint. */
export interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** An endpoint that does as the test says, and counts. */
export interface Endpoint {
  /** Its base URL, `/v1` and all. */
  readonly url: string;
  readonly asked: readonly Asked[];
  /** How many requests were given up by the one who asked. */
  givenUp(): number;
  close(): Promise<void>;
}

export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

/** Starts an endpoint that gives each request the next reply, the last one again and again. */
export async function startEndpoint(...replies: [Reply, ...Reply[]]): Promise<Endpoint> {
  const asked: Asked[] = [];
  let givenUp = 0;
  const server = createServer(async (request, response) => {
    const reply = replies[Math.min(asked.length, replies.length - 1)] as Reply;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.once('close', () => {
      if (!response.writableFinished) givenUp += 1;
    });
    reply(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    givenUp: () => givenUp,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

export function refusal(status: number, headers: Record<string, string> = {}, message = 'no'): Reply {
  return json({ error: { message, type: 'some_error', code: null, param: null } }, status, headers);
}

/** Streams these events and ends, unless told to leave the stream open or to break the connection. */
export function events(list: readonly unknown[], end: 'end' | 'open' | 'break' = 'end'): Reply {
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const event of list) response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
    if (end === 'end') response.end();
    if (end === 'break') setTimeout(() => response.destroy(), 50);
  };
}

/** A piece of a streamed answer. */
export function chunk(delta: object, finish: string | null = null, more: object = {}): object {
  return {
    id: 'x',
    object: 'chat.completion.chunk',
    model: 'real',
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...more,
  };
}

/** An answer in one piece. */
export function completion(content: string | null, more: object = {}): object {
  const message = { role: 'assistant', content, ...more };
  return {
    id: 'x',
    object: 'chat.completion',
    model: 'real',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
  };
}

export const reset: Reply = (_, request) => {
  request.socket.destroy();
};

/** Switches protocols although nobody asked, and leaves the connection open. */
export const switching: Reply = ({ socket }) => {
  socket?.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhi');
};
