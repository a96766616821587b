import type { WebSocket } from 'ws';
import { SLOW_MS } from '../write-patiently';

/** So much may wait for a client, in bytes. */
const MAX_WAITING_BYTES = 1_000_000;
/** Whether the other end is alive is asked so often, in milliseconds. */
const PING_MS = 15_000;
/** A client has so long to answer our goodbye, in milliseconds. */
const CLOSE_MS = 1000;

/** Why we close a socket. RFC 6455 and IANA's registry; 44xx as graphql-transport-ws has them. */
export const CLOSE = {
  STOPPING: [1012, 'The server is stopping. Connect again and go on from where you were.'],
  TOO_SLOW: [1013, 'Too slow. Connect again and go on from where you were.'],
  UNAVAILABLE: [1013, 'The service is temporarily unavailable. Try again.'],
  NOT_OURS: [4400, 'A message of a type that servers send'],
  FAULT: [4500, 'Internal server error'],
  NO_KEY: [4401, 'An API key is required: apiKey in the connection parameters, or the usual headers.'],
  INVALID_KEY: [4401, 'The provided API key is invalid or inactive.'],
  NO_TEST_MODE: [4403, 'Test mode is switched off.'],
  TOO_MANY: [4429, 'Too many requests, or too many streams of this key.'],
} as const satisfies Record<string, readonly [number, string]>;

/** One WebSocket, as far as what is sent on it goes. Nothing is kept for a client that does not take it. */
export class Socket {
  private readonly pinging: NodeJS.Timeout;
  private alive = true;

  constructor(private readonly ws: WebSocket) {
    this.pinging = setInterval(() => this.probe(), PING_MS);
    ws.on('pong', () => {
      this.alive = true;
    });
    // Whatever goes wrong on the wire ends with a close.
    ws.on('error', () => ws.terminate());
    ws.once('close', () => clearInterval(this.pinging));
  }

  /** Sends a text. Resolves when the client has taken it, or is gone. */
  send(text: string): Promise<void> {
    const { ws } = this;
    if (ws.readyState !== ws.OPEN) return Promise.resolve();
    if (ws.bufferedAmount > MAX_WAITING_BYTES) this.close(CLOSE.TOO_SLOW);
    return new Promise((resolve) => {
      const late = setTimeout(() => this.close(CLOSE.TOO_SLOW), SLOW_MS);
      ws.send(text, () => {
        clearTimeout(late);
        resolve();
      });
    });
  }

  /** Says goodbye, and does not wait for long. */
  close([code, reason]: readonly [number, string]): void {
    this.ws.close(code, reason);
    setTimeout(() => this.ws.terminate(), CLOSE_MS).unref();
  }

  private probe(): void {
    if (!this.alive) this.ws.terminate();
    else if (this.ws.readyState === this.ws.OPEN) {
      this.alive = false;
      this.ws.ping();
    }
  }
}
