import { type AnsweredCall, Conversation } from './conversation';
import { Stopwatch } from './stopwatch';

/** Of the average time, what the shortest and the longest talk take. */
export const SHORTEST_TALK = 0.5;
export const LONGEST_TALK = 1.5;

/** A line on which there is always somebody: when a talk is over, another call begins on it. */
export class Line {
  /** What the server adds between prompt and first token, in all talks. */
  readonly watch = new Stopwatch();
  readonly #calls: AnsweredCall[];
  #conversation: Conversation | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param talkMs how long a talk takes on average; null: the first one goes on as long as the line does */
  constructor(
    calls: readonly AnsweredCall[],
    private readonly authToken: string,
    private readonly talkMs: number | null,
  ) {
    this.#calls = [...calls];
  }

  /** The next call, answered. Rejects if the server does not take its socket. */
  async open(): Promise<void> {
    const call = this.#calls.shift();
    if (!call) throw new Error('there are no more calls for a line');
    this.#conversation = new Conversation(call, this.authToken, this.watch);
    await this.#conversation.open();
  }

  /** Begins to talk, as if it had been for a while. */
  talk(): void {
    this.#conversation?.talk();
    this.#endAfter(Math.random());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#conversation?.hangUp();
  }

  /** @param share of a talk's time */
  #endAfter(share: number): void {
    if (this.talkMs !== null) this.#timer = setTimeout(() => void this.#replace(), share * this.talkMs);
  }

  async #replace(): Promise<void> {
    this.#conversation?.hangUp();
    this.watch.forget();
    const isOpen = await this.open().then(
      () => true,
      () => false,
    );
    if (this.#closed) {
      // Closed meanwhile: whoever went on would do so in the next measurement.
      this.#conversation?.hangUp();
      return;
    }
    if (isOpen) this.#conversation?.talk();
    else this.watch.miss();
    this.#endAfter(SHORTEST_TALK + (LONGEST_TALK - SHORTEST_TALK) * Math.random());
  }
}
