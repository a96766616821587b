/**
 * Ends an exchange when its owner's signal does, or when nothing was heard for too long. Time that the reader takes for
 * itself is not counted. One timer serves a whole stream.
 */
export class Watchdog {
  /** It was the silence that ended the exchange. */
  expired = false;
  readonly #controller = new AbortController();
  readonly #abort = () => this.#controller.abort();
  #timer: NodeJS.Timeout;
  #resting = false;
  #complete = false;

  constructor(
    readonly owner: AbortSignal,
    ms: number,
  ) {
    this.#timer = setTimeout(this.#expire, ms);
    if (owner.aborted) this.#abort();
    else owner.addEventListener('abort', this.#abort, { once: true });
  }

  /** What the exchange is to listen to. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on the silence may last this long. */
  allow(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#expire, ms);
  }

  /** The reader is busy. */
  rest(): void {
    this.#resting = true;
  }

  /** The reader waits again, from the beginning. */
  wait(): void {
    this.#resting = false;
    this.#timer.refresh();
  }

  throwIfAborted(): void {
    this.#controller.signal.throwIfAborted();
  }

  /** The exchange is complete: nothing is open that would have to be closed, and its connection serves the next one. */
  complete(): void {
    this.#complete = true;
  }

  /** Closes whatever is still open. */
  stop(): void {
    clearTimeout(this.#timer);
    this.owner.removeEventListener('abort', this.#abort);
    if (!this.#complete) this.#abort();
  }

  readonly #expire = () => {
    if (this.#resting) return;
    this.expired = true;
    this.#abort();
  };
}
