import type { WebSocket } from 'ws';
import type { SessionRecord } from '../calls/session-record';

export interface SocketListener {
  /** A text frame; undefined for a binary one. */
  received(frame: string | undefined): void;
  /** The connection is gone. */
  closed(): void;
}

/** The connection of a session: JSON frames, counted, until it breaks after so many of them, sent and received. */
export class RelaySocket {
  constructor(
    private readonly socket: WebSocket,
    private readonly record: SessionRecord,
    private readonly breaksAfterFrames = Number.POSITIVE_INFINITY,
  ) {}

  listen(listener: SocketListener): void {
    this.socket.on('message', (data, isBinary) => {
      this.record.framesReceived += 1;
      listener.received(isBinary ? undefined : data.toString());
      this.#wearOut();
    });
    this.socket.once('close', () => listener.closed());
    this.socket.resume();
  }

  send(frame: object): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.record.framesSent += 1;
    this.socket.send(JSON.stringify(frame));
    this.#wearOut();
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  /** Breaks the connection without a word: the other side sees 1006. */
  break(): void {
    this.socket.terminate();
  }

  #wearOut(): void {
    if (this.record.framesSent + this.record.framesReceived >= this.breaksAfterFrames) this.break();
  }
}
