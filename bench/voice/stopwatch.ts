import { readStamp } from './stamp';

/** Measures what lies between a question and the first token of its answer, without the time that the model takes. */
export class Stopwatch {
  /** Milliseconds from the question to the model, and from the model to the answer, since they were taken last. */
  readonly there: number[] = [];
  readonly back: number[] = [];
  /** Answers that never came. */
  missed = 0;
  #asked: bigint | null = null;

  /** A question leaves. */
  ask(): void {
    if (this.#asked !== null) this.missed += 1;
    this.#asked = process.hrtime.bigint();
  }

  /** Whoever asked does not wait for the answer any more. */
  forget(): void {
    this.#asked = null;
  }

  /** Somebody was not even heard. */
  miss(): void {
    this.missed += 1;
  }

  /** Something arrives, which may hold the model's first token. */
  heard(text: string): void {
    const now = process.hrtime.bigint();
    const times = this.#asked === null ? null : readStamp(text);
    if (!times || this.#asked === null) return;
    this.there.push(Number(times.arrived - this.#asked) / 1e6);
    this.back.push(Number(now - times.sent) / 1e6);
    this.#asked = null;
  }

  /** Milliseconds both ways. */
  get both(): number[] {
    return this.there.map((there, index) => there + (this.back[index] ?? 0));
  }

  /** Forgets what was measured and what was asked. */
  reset(): void {
    this.there.length = 0;
    this.back.length = 0;
    this.missed = 0;
    this.forget();
  }
}
