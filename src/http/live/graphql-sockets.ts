import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Connection, type GraphqlSocketParts, graphqlProtocol } from './graphql-protocol';
import { CLOSE, Socket } from './socket';

/** As large as a body by HTTP. */
const MAX_MESSAGE_BYTES = 100_000;

/** The WebSockets of `/graphql`. */
export interface GraphqlSockets {
  /** Takes an upgrade; false: the path is another, and nothing was done. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /**
   * Takes no more, and closes those that are open, so that their clients go on at another server.
   * @param busy also those on which a query or mutation is under way
   */
  stop(busy: boolean): void;
}

/** Serves GraphQL over WebSocket: subscriptions, and whatever else a client asks for there. */
export function graphqlSockets(parts: GraphqlSocketParts): GraphqlSockets {
  const { log } = parts;
  const server = graphqlProtocol(parts);
  const connections = new Set<Connection>();
  let stopping = false;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  });

  const serve = (ws: WebSocket, request: IncomingMessage): void => {
    const socket = new Socket(ws);
    const connection: Connection = {
      socket,
      request,
      log,
      key: null,
      isGone: () => !connections.has(connection),
      leave: () => undefined,
      busy: 0,
    };
    connections.add(connection);
    const closed = server.opened(
      {
        protocol: ws.protocol,
        send: (text) => socket.send(text),
        close: (code = 1000, reason = '') => socket.close([code, reason]),
        onMessage: (take) =>
          ws.on('message', (message) => {
            take(String(message)).catch((error: unknown) => {
              if (isOfServers(error)) return socket.close(CLOSE.NOT_OURS);
              log.error({ error }, 'a message of a WebSocket could not be worked off');
              socket.close(CLOSE.FAULT);
            });
          }),
      },
      connection,
    );
    ws.once('close', (code, reason) => {
      connections.delete(connection);
      closed(code, String(reason)).catch((error: unknown) => log.error({ error }, 'a WebSocket did not end cleanly'));
    });
  };

  return {
    upgrade: (request, duplex, head) => {
      if (pathOf(request) !== '/graphql') return false;
      duplex.on('error', () => duplex.destroy());
      if (stopping) duplex.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else sockets.handleUpgrade(request, duplex, head, (ws) => serve(ws, request));
      return true;
    },
    stop: (busyToo) => {
      stopping = true;
      for (const { socket, busy } of connections) if (busyToo || busy === 0) socket.close(CLOSE.STOPPING);
    },
  };
}

/** What graphql-ws throws for `next`, `error`, `complete` and the like where clients do not send them. */
function isOfServers(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unexpected message of type ');
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}
