import { setMaxListeners } from 'node:events';
import type { Account } from './accounts';
import type { CallRequest } from './call-request';
import type { CallStatus, EndStatus, Progress } from './call-status';
import type { AnsweredBy } from './detect-machine';
import type { Recording } from './recording';
import type { SessionRecord } from './session-record';
import { newSid } from './sid';
import { VirtualClock } from './virtual-clock';

/** One attempt to deliver one callback, as `GET /simulator/calls` shows it. */
export interface SentCallback {
  readonly event: string;
  readonly callStatus: string;
  /** Status callbacks only are numbered. */
  readonly sequence: number | null;
  /** Counted from 1 for each copy of the event. */
  readonly attempt: number;
  /** The HTTP status received; null while on its way and when there was none. */
  httpStatus: number | null;
  /** Why there was no answer, if so. */
  error: string | null;
}

/** A call: what was asked, how far it has come, and when. Instants are virtual, in milliseconds since 1970. */
export class Call {
  readonly sid = newSid('CA');
  readonly clock: VirtualClock;
  readonly sentCallbacks: SentCallback[] = [];
  /** The ConversationRelay sessions so far. */
  readonly sessions: SessionRecord[] = [];
  /** What detection of machines came to, if it was asked for and has. */
  answeredBy?: AnsweredBy;
  recording?: Recording;
  #beforeLastCallback: Promise<unknown> = Promise.resolve();
  readonly #over = new AbortController();
  #status: CallStatus = 'queued';
  #dialledAt?: number;
  #answeredAt?: number;
  #endedAt?: number;
  #updatedAt: number;
  #sipResponseCode?: number;
  #listener: (progress: Progress) => void = () => {};

  constructor(
    readonly account: Account,
    readonly request: CallRequest,
    speed: number,
    /** Grows with every call; lists are ordered by it. */
    readonly ordinal: number,
  ) {
    this.clock = new VirtualClock(speed);
    // Whatever waits in the course of a call listens to this one signal.
    setMaxListeners(0, this.#over.signal);
    this.#updatedAt = this.clock.startedAt;
  }

  get status(): CallStatus {
    return this.#status;
  }
  get createdAt(): number {
    return this.clock.startedAt;
  }
  get dialledAt(): number | undefined {
    return this.#dialledAt;
  }
  get answeredAt(): number | undefined {
    return this.#answeredAt;
  }
  get endedAt(): number | undefined {
    return this.#endedAt;
  }
  get updatedAt(): number {
    return this.#updatedAt;
  }
  get sipResponseCode(): number | undefined {
    return this.#sipResponseCode;
  }

  /** Aborted when the call ends. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** The instant at which TimeLimit ends it; never, before it is answered. */
  get deadline(): number {
    return this.#answeredAt === undefined ? Infinity : this.#answeredAt + this.request.timeLimitSeconds * 1000;
  }

  /** Whole seconds from answer to end, of the instants as they are published, so that those always agree with it. */
  get durationSeconds(): number | undefined {
    if (this.#endedAt === undefined) return undefined;
    return Math.floor(this.#endedAt / 1000) - Math.floor((this.#answeredAt ?? this.#endedAt) / 1000);
  }

  onProgress(listener: (progress: Progress) => void): void {
    this.#listener = listener;
  }

  /** The call leaves the queue and the number is dialled. The resource goes on showing `queued` until it rings. */
  dial(at: number): void {
    this.#dialledAt = at;
    this.#updatedAt = at;
    this.#listener({ event: 'initiated', status: 'initiated', at });
  }

  ring(at: number): void {
    this.#move('ringing', at);
    this.#listener({ event: 'ringing', status: 'ringing', at });
  }

  answer(at: number): void {
    this.#answeredAt = at;
    this.#move('in-progress', at);
    this.#listener({ event: 'answered', status: 'in-progress', at });
  }

  /** Ends the call, once: whoever comes later changes nothing. */
  end(status: EndStatus, at: number, sipResponseCode: number): void {
    if (this.#over.signal.aborted) return;
    this.#endedAt = Math.min(at, this.deadline);
    this.#sipResponseCode = sipResponseCode;
    this.#move(status, this.#endedAt);
    this.#over.abort();
    // A call that leaves the queue without having been dialled fires no status callback (Twilio, Calls resource).
    if (this.#dialledAt !== undefined) this.#listener({ event: 'completed', status, at: this.#endedAt });
  }

  /** The last status callback waits for this: what is told of a call in parts ends with it. To be said as the call ends. */
  holdLastCallback(work: Promise<unknown>): void {
    this.#beforeLastCallback = work;
  }

  /** Resolves when the last status callback may go. Never rejects. */
  async mayTellLast(): Promise<void> {
    await this.#beforeLastCallback.catch(() => {});
  }

  /** Stops the call without a trace, as when the process goes. */
  drop(): void {
    this.#over.abort();
  }

  #move(status: CallStatus, at: number): void {
    this.#status = status;
    this.#updatedAt = at;
  }
}
