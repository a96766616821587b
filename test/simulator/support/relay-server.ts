import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { validateRequest } from 'twilio';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from './until';

export type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

/** One connection of the carrier. */
export interface RelayConnection {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly isSigned: boolean;
  readonly frames: readonly Frame[];
  /** Resolves when it is over. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(frame: object | string): void;
  /** A whole turn in one frame. */
  say(text: string, options?: object): void;
  drop(): void;
  close(code: number): void;
  of(type: string): Frame[];
  /** Waits for so many frames of a type; the last of them. */
  frame(type: string, count?: number): Promise<Frame>;
  /** Waits until a text has been played. */
  played(text: string): Promise<unknown>;
}

/** A customer's server for ConversationRelay sessions. What is said is what `script` says. */
export interface RelayServer {
  readonly url: string;
  readonly connections: readonly RelayConnection[];
  /** Waits for a connection, the first unless told. */
  connection(count?: number): Promise<RelayConnection>;
  script: (connection: RelayConnection) => void;
  close(): Promise<void>;
}

export async function startRelayServer(authToken: string): Promise<RelayServer> {
  const connections: RelayConnection[] = [];
  const http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server: RelayServer = {
    url,
    connections,
    script: () => {},
    connection: (count = 1) => until(() => connections[count - 1], `connection ${count}`),
    async close() {
      for (const client of sockets.clients) client.terminate();
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket, { url: path = '', headers }) => {
    const signature = String(headers['x-twilio-signature']);
    const isSigned = validateRequest(authToken, signature, url + path, {});
    const connection = connectionOf(socket, { path, headers, isSigned });
    connections.push(connection);
    server.script(connection);
  });
  return server;
}

function connectionOf(
  socket: WebSocket,
  handshake: Pick<RelayConnection, 'path' | 'headers' | 'isSigned'>,
): RelayConnection {
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  socket.on('error', () => {});
  const closed = once(socket, 'close').then(([code, reason]) => ({ code: Number(code), reason: String(reason) }));
  const of = (type: string): Frame[] => frames.filter((frame) => frame.type === type);
  const send = (frame: object | string): void => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  return {
    ...handshake,
    frames,
    closed,
    send,
    say: (text, options = {}) => send({ type: 'text', token: text, last: true, ...options }),
    drop: () => socket.terminate(),
    close: (code) => socket.close(code),
    of,
    frame: (type, count = 1) => until(() => of(type)[count - 1], `${type} ${count}`),
    played: (text) => until(() => playedText(frames).includes(text) || undefined, `'${text}' to be played`),
  };
}

function playedText(frames: readonly Frame[]): string {
  return frames
    .filter(({ name }) => name === 'tokensPlayed')
    .map(({ value }) => value)
    .join('');
}

/** An agent that says one line, and another after each answer; after the last one it ends the session. */
export function sayLines(...lines: string[]): RelayServer['script'] {
  return (connection) => {
    let isOver = false;
    void connection.closed.then(() => {
      isOver = true;
    });
    const go = async (): Promise<void> => {
      for (const [index, line] of lines.entries()) {
        const isLast = index === lines.length - 1;
        connection.say(line);
        const isNext = (): boolean =>
          isLast
            ? playedText(connection.frames).endsWith(line)
            : connection.of('prompt').filter(({ last }) => last).length > index;
        await until(() => isOver || isNext() || undefined, `what follows '${line}'`, 20_000);
        if (isOver) return;
      }
      connection.send({ type: 'end', handoffData: '{"reason":"done"}' });
    };
    void go();
  };
}
