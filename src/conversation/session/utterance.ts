import type { Pace } from './pace';

/** After so many seconds without a sound, what was heard before was a noise, and no beginning of what follows. */
const PAUSE = 5;

/** What the contact is saying, before its words are known. */
export class Utterance {
  /** Whether the contact is being heard. */
  #sounding = false;
  /** When it began, in seconds of the call; null: there is none. */
  #since: number | null = null;
  /** When the contact was last heard. */
  #heardAt = 0;

  constructor(private readonly pace: Pace) {}

  /** Whether the contact is speaking. */
  get sounding(): boolean {
    return this.#sounding;
  }

  /** Whether the contact is speaking, or has so lately that its words may be on their way. */
  get pending(): boolean {
    return this.#since !== null && (this.#sounding || this.pace.now() - this.#heardAt <= PAUSE);
  }

  /** The contact begins or ceases to be heard. */
  sound(on: boolean): void {
    if (on) this.heard();
    else this.#heardAt = this.pace.now();
    this.#sounding = on;
  }

  /** Something of it was heard. */
  heard(): void {
    const now = this.pace.now();
    if (!this.pending) this.#since = now;
    this.#heardAt = now;
  }

  /** It is over. @returns when it began, in seconds of the call; null: unknown */
  end(): number | null {
    const since = this.#since;
    this.#since = null;
    this.#sounding = false;
    return since;
  }
}
