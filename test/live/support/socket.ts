import { WebSocket } from 'ws';
import type { Json } from '../../support/client';
import { until } from '../../support/until';

/** A message of graphql-transport-ws. */
export interface Message {
  type: string;
  id?: string;
  payload?: Json;
}

/** A WebSocket that says what a test tells it. */
export interface RawSocket {
  readonly messages: Message[];
  /** Code and reason, once it is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  send(message: Message | string): void;
  /** The first message of a type, and for an operation if one is named, once it is there. */
  message(type: string, id?: string): Promise<Message>;
  close(): void;
  ws: WebSocket;
}

/** Opens one; `protocols` and `headers` as they go on the wire. */
export async function openSocket(
  url: string,
  { protocols = ['graphql-transport-ws'], headers = {} as Record<string, string>, search = '' } = {},
): Promise<RawSocket> {
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql${search}`, protocols, { headers });
  const messages: Message[] = [];
  ws.on('message', (text) => messages.push(JSON.parse(String(text))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise((resolve, reject) => {
    ws.once('open', resolve).once('error', reject);
  });
  return {
    ws,
    messages,
    closed,
    send: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)),
    message: (type, id) =>
      until(async () => messages.find((message) => message.type === type && (!id || message.id === id)), `a ${type}`),
    close: () => ws.close(),
  };
}

/** Opens one that has said who it is. */
export async function openInitialised(url: string, apiKey: string): Promise<RawSocket> {
  const socket = await openSocket(url);
  socket.send({ type: 'connection_init', payload: { apiKey } });
  await socket.message('connection_ack');
  return socket;
}

/** Asks for an operation. */
export function ask(socket: RawSocket, id: string, query: string, variables?: object): void {
  socket.send({ type: 'subscribe', id, payload: { query, variables } });
}

/** What an operation brought so far. */
export function results(socket: RawSocket, id: string): Json[] {
  return socket.messages
    .filter((message) => message.type === 'next' && message.id === id)
    .map(({ payload }) => payload);
}
