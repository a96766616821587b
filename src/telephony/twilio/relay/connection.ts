import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Handoff, SpeechChannel, SpeechEvent } from '../../speech';
import { digitsFrame, endFrame, readFrame, textFrame } from './frames';
import type { Talk } from './relay-socket';
import type { RelayRef } from './url';

/** The provider closes the socket within so many milliseconds after we ended the session. */
const CLOSE_MS = 10_000;
/** So many in a row. */
const MAX_MALFORMED = 10;
/** Bytes that may wait to be sent: more than anybody could say in an hour. */
const MAX_BACKLOG = 256 * 1024;

/** What all connections have in common. */
export interface ConnectionOptions {
  log: Logger;
  /** The provider introduces itself within so many milliseconds. */
  setupMs: number;
  /** It is known whose call it is, and the talk has begun. */
  onBegun(): void;
  /** The socket is gone. */
  onClosed(connection: Connection): void;
}

/** One socket of one call: frames become speech events, and what the agent says becomes frames. */
export class Connection implements SpeechChannel {
  #listen: ((event: SpeechEvent) => void) | null = null;
  #malformed = 0;
  #ended = false;
  #closed = false;
  #alive = true;
  #timer: NodeJS.Timeout | undefined;
  /** Until it has begun. */
  #talk: Talk | null;

  /** @param ref which call's it is */
  constructor(
    private readonly socket: WebSocket,
    private readonly ref: RelayRef,
    talk: Talk,
    private readonly options: ConnectionOptions,
  ) {
    this.#talk = talk;
    this.#timer = setTimeout(() => this.#refuse('no setup came in time'), options.setupMs);
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('error', (error) => this.options.log.warn({ ...this.ref, error }, 'the socket of a call failed'));
    socket.on('close', (code) => this.#onClose(code));
  }

  /** Whether it is still to be set up. */
  get isWaiting(): boolean {
    return this.#talk !== null;
  }

  say(text: string, options: { last: boolean; interruptible?: boolean }): void {
    this.#send(textFrame(text, options));
  }

  sendDigits(digits: string): void {
    this.#send(digitsFrame(digits));
  }

  end(handoff: Handoff): void {
    this.#send(endFrame(handoff));
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.terminate(), CLOSE_MS);
  }

  /** Asks the other end for a sign of life; if it gave none since it was asked last, it is gone. */
  probe(): void {
    if (!this.#alive) this.terminate();
    else {
      this.#alive = false;
      this.socket.ping();
    }
  }

  /** Breaks the connection. The call goes on; the provider asks us what to do. */
  terminate(): void {
    this.socket.terminate();
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (this.#closed) return;
    try {
      const frame = isBinary ? null : readFrame(data.toString());
      if (frame === null) {
        this.#onMalformed();
        return;
      }
      this.#malformed = 0;
      if (frame.kind === 'setup') this.#onSetup(frame.callSid);
      else if (frame.kind !== 'ignored') this.#listen?.(frame);
    } catch (error) {
      this.options.log.error({ ...this.ref, error }, 'a frame could not be dealt with');
      this.terminate();
    }
  }

  #onSetup(callSid: string): void {
    const talk = this.#talk;
    if (!talk) return;
    if (talk.callSid !== null && talk.callSid !== callSid) this.#refuse('it names another call');
    else {
      this.#talk = null;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#listen = talk.begin(this, callSid);
      this.options.onBegun();
    }
  }

  #onMalformed(): void {
    this.#malformed++;
    this.options.log.warn({ ...this.ref, malformed: this.#malformed }, 'a malformed frame was ignored');
    if (this.#malformed >= MAX_MALFORMED) this.#refuse('too many malformed frames', 1007);
  }

  #refuse(why: string, code = 1008): void {
    this.options.log.warn({ ...this.ref, why }, 'the socket of a call is closed');
    this.socket.close(code, why);
    this.#onClose(code);
  }

  #onClose(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    // 1000 is the end of the call, or of the session where we asked for it.
    this.#listen?.({ kind: 'closed', lost: code !== 1000 && !this.#ended });
    this.options.onClosed(this);
  }

  #send(frame: string): void {
    if (this.#closed || this.#ended) return;
    this.socket.send(frame);
    if (this.socket.bufferedAmount > MAX_BACKLOG) {
      this.options.log.warn(this.ref, 'the socket of a call does not take what is sent');
      this.terminate();
    }
  }
}
