import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { SpeechChannel, SpeechEvent } from '../../speech';
import type { LineOf, TwilioLine } from '../line';
import { isSigned } from '../signature';
import { Connection, type ConnectionOptions } from './connection';
import { isRelaySecret, parseRelayPath, RELAY_PATH, type RelayRef, socketOrigin } from './url';

/** A conversation that waits for its socket. */
export interface Talk {
  /** The provider's id of the call; null: not known yet. */
  callSid: string | null;
  /** The socket is set up. @returns takes what happens on it; the last event is `closed` */
  begin(channel: SpeechChannel, callSid: string): (event: SpeechEvent) => void;
}

/** How the sockets of an account's calls come to us. */
export interface RelayLine extends Pick<TwilioLine, 'authToken' | 'publicUrl'> {
  /**
   * Takes an attempt for one socket, once and for good.
   * `unknown`: there is no such live call. `taken`: this attempt or a later one has its socket.
   */
  claim(ref: RelayRef): Promise<Talk | 'unknown' | 'taken'>;
}

export interface RelaySocketOptions {
  lineOf: LineOf<RelayLine>;
  log: Logger;
  /** Milliseconds within which a socket has to be set up; 10 seconds unless told. */
  setupMs?: number;
  /** Milliseconds between two questions whether the other end is alive; 20 seconds unless told. */
  pingMs?: number;
}

/** The sockets of live calls. */
export interface RelaySocket {
  /** Takes an upgrade of the HTTP server, or refuses it. False: it is not for us, and untouched. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** How many sockets are open. */
  readonly size: number;
  /** Takes no more sockets. Resolves when each that was asked for before is set up, refused or gone. */
  refuseMore(): Promise<void>;
  /** Takes no more sockets, waits for the open ones, and breaks those that are left after so many seconds. */
  drain(seconds: number): Promise<void>;
}

const MAX_FRAME = 64 * 1024;
const SETUP_MS = 10_000;
const PING_MS = 20_000;
const REASONS = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

type Refusal = keyof typeof REASONS;

/** Checks everything about a socket before it is upgraded, and connects it to its conversation. */
export function relaySocket(options: RelaySocketOptions): RelaySocket {
  const { lineOf, log, setupMs = SETUP_MS, pingMs = PING_MS } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const connections = new Set<Connection>();
  /** Upgrades that are being decided. */
  let deciding = 0;
  let draining = false;
  /** What is left is broken. */
  let breaking = false;
  const waiting = new Set<{ isMet: () => boolean; resolve: () => void }>();
  let pinging: NodeJS.Timeout | null = null;

  const watch = () => {
    const empty = connections.size === 0;
    if (empty && pinging) {
      clearInterval(pinging);
      pinging = null;
    } else if (!empty) {
      pinging ??= setInterval(() => {
        for (const connection of connections) connection.probe();
      }, pingMs);
    }
    for (const each of waiting) {
      if (each.isMet()) {
        waiting.delete(each);
        each.resolve();
      }
    }
  };

  /** Resolves when something is so, which is looked at whenever a socket comes, is set up or goes. */
  const until = (isMet: () => boolean): Promise<void> =>
    isMet() ? Promise.resolve() : new Promise((resolve) => waiting.add({ isMet, resolve }));

  const ofConnections: ConnectionOptions = {
    log,
    setupMs,
    onBegun: () => watch(),
    onClosed: (connection) => {
      connections.delete(connection);
      watch();
    },
  };

  const decide = async (request: IncomingMessage): Promise<{ ref: RelayRef; talk: Talk } | Refusal> => {
    const path = request.url ?? '';
    const place = parseRelayPath(path);
    if (draining) return 503;
    if (!place) return 404;
    const { authToken, publicUrl, claim } = await lineOf(place.ref.accountId);
    if (!isRelaySecret(authToken, place.ref, place.secret)) return 403;
    const signature = request.headers['x-twilio-signature'];
    if (typeof signature !== 'string') return 401;
    if (!isSigned(authToken, signature, socketOrigin(publicUrl) + path, {})) return 403;
    const talk = await claim(place.ref);
    if (talk === 'unknown') return 404;
    return talk === 'taken' ? 409 : { ref: place.ref, talk };
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const decision = await decide(request);
    if (typeof decision === 'number') {
      log.warn({ status: decision }, 'the socket of a call was refused');
      refuse(socket, decision);
      return;
    }
    const { ref, talk } = decision;
    // Its talk is this server's by now, so it is taken even if no more are.
    if (breaking) {
      refuse(socket, 503);
      return;
    }
    server.handleUpgrade(request, socket, head, (ws) => {
      connections.add(new Connection(ws, ref, talk, ofConnections));
    });
  };

  return {
    get size() {
      return connections.size;
    },
    handleUpgrade: (request, socket, head) => {
      if (!isForUs(request.url ?? '')) return false;
      socket.on('error', () => socket.destroy());
      deciding++;
      upgrade(request, socket, head)
        .catch((error: unknown) => {
          log.error({ error }, 'the socket of a call could not be taken');
          refuse(socket, 500);
        })
        .finally(() => {
          deciding--;
          watch();
        });
      return true;
    },
    refuseMore: () => {
      draining = true;
      return until(() => deciding === 0 && [...connections].every(({ isWaiting }) => !isWaiting));
    },
    drain: async (seconds) => {
      draining = true;
      const late = setTimeout(() => {
        breaking = true;
        for (const connection of connections) connection.terminate();
      }, seconds * 1000);
      await until(() => connections.size + deciding === 0);
      clearTimeout(late);
    },
  };
}

function isForUs(path: string): boolean {
  return path === RELAY_PATH || path.startsWith(`${RELAY_PATH}/`);
}

function refuse(socket: Duplex, status: Refusal): void {
  const head = `HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  if (socket.writable) socket.end(head, () => socket.destroy());
  else socket.destroy();
}
