import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the carrier got. */
export interface CarrierRequest {
  method: string;
  path: string;
  authorization: string;
  /** The `Range` header; empty: none. */
  range: string;
  form: URLSearchParams;
}

/** What the carrier does with a request: an answer, a cut connection, nothing at all, or whatever the test does. */
export type CarrierReply =
  | { status: number; body: unknown }
  | 'reset'
  | 'silence'
  | ((response: http.ServerResponse) => void);

/** Decides replies, at once or when it suits the test; null: the usual one. */
export type CarrierScript = (request: CarrierRequest) => CarrierReply | null | Promise<CarrierReply | null>;

/** A wire's other end in the hand of a test: answers as it is told and never calls back by itself. */
export interface ScriptedCarrier {
  url: string;
  requests: CarrierRequest[];
  /** Requests to create a call. */
  creates(): CarrierRequest[];
  /** Decides the reply to every request from now on. */
  script(reply: CarrierScript): void;
  close(): Promise<void>;
}

/** A call id as Twilio makes them. */
export function newSid(): string {
  return `CA${randomBytes(16).toString('hex')}`;
}

/** A Call resource, as far as anybody reads it. */
export function callResource(sid: string, status: string, fields: object = {}): object {
  return { sid, status, duration: null, start_time: null, end_time: null, answered_by: null, ...fields };
}

/** Twilio's error body. */
export function carrierError(status: number, code: number, message: string): CarrierReply {
  return { status, body: { status, code, message, more_info: `https://www.twilio.com/docs/errors/${code}` } };
}

/** Starts the carrier. Unless told otherwise it creates every call and says of each that it is ringing. */
export async function startScriptedCarrier(): Promise<ScriptedCarrier> {
  const requests: CarrierRequest[] = [];
  let script: CarrierScript = () => null;
  const server = http.createServer(async (incoming, response) => {
    const request = await read(incoming);
    requests.push(request);
    const reply = (await script(request)) ?? usualReply(request);
    if (reply === 'silence') return;
    if (reply === 'reset') return void incoming.socket.destroy();
    if (typeof reply === 'function') return reply(response);
    response.writeHead(reply.status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(reply.body));
  });
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    creates: () => requests.filter(isCreate),
    script: (reply) => {
      script = reply;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Whether a request asks for a call. */
export function isCreate({ method, path }: CarrierRequest): boolean {
  return method === 'POST' && path.endsWith('/Calls.json');
}

/** Whether a request asks for a list of calls. */
export function isList({ method, path }: CarrierRequest): boolean {
  return method === 'GET' && path.includes('/Calls.json?');
}

/** A page of a list of calls, the only one. */
export function listOf(calls: object[]): CarrierReply {
  return { status: 200, body: { calls, page: 0, page_size: 50, start: 0, end: 0, next_page_uri: null } };
}

function usualReply(request: CarrierRequest): CarrierReply {
  if (isCreate(request)) return { status: 201, body: callResource(newSid(), 'queued') };
  if (isList(request)) return listOf([]);
  const sid = request.path.split('/').at(-1)?.replace('.json', '') ?? '';
  return { status: 200, body: callResource(sid, request.method === 'POST' ? 'canceled' : 'ringing') };
}

async function read(incoming: http.IncomingMessage): Promise<CarrierRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    authorization: incoming.headers.authorization ?? '',
    range: incoming.headers.range ?? '',
    form: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
  };
}
