import { TurnRole } from '../../entities/enums';
import type { Turn } from '../../services/transcripts/turn';
import type { AgentEntry, History } from './history';
import type { Transcript } from './transcript';
import type { Voice } from './voice';
import { isSpace, lengthOfLetters, letters } from './words';

/** What the agent says at a stretch: sent to be spoken, entered in the history, and written in the transcript. */
export class AgentTurn {
  readonly #record: Turn;
  /** Where it begins in what the voice was sent since it was silent, in letters; below 0 where it was silent in between. */
  #start: number;
  #text = '';
  #endsInSpace = false;
  #stored = false;
  #interrupted = false;

  /** @param mark where the history ended before the agent's turn */
  constructor(
    private readonly voice: Voice,
    private readonly history: History,
    private readonly transcript: Transcript,
    private readonly mark: number,
  ) {
    this.#record = transcript.begin(TurnRole.AGENT);
    this.#start = voice.sent;
  }

  /** What was said of it so far. */
  get text(): string {
    return this.#text;
  }

  get start(): number {
    return this.#start;
  }

  /** Says a piece. @param entry where the history has it: one after the mark */
  say(entry: AgentEntry, words: string, options: { last: boolean; interruptible?: boolean }): void {
    const text = this.#spaced(entry, words);
    if (text !== '') this.#endsInSpace = isSpace(text, text.length - 1);
    if (!this.voice.busy) this.#start = -letters(this.#text);
    this.#text += text;
    entry.text += text;
    this.voice.say(text, options);
  }

  /** Pieces that were made apart have one space between them. */
  #spaced(entry: AgentEntry, words: string): string {
    if (this.#text === '') return words;
    if (this.#endsInSpace) return words.trimStart();
    return entry.text === '' && !isSpace(words, 0) ? ` ${words}` : words;
  }

  /** Nothing is added any more. It may still be cut. */
  complete(): void {
    this.history.settle();
    this.#store(false);
  }

  /** All of it was heard. */
  spoken(): void {
    this.#store(true);
  }

  /** It was broken off, and all that was sent will be heard. */
  breakOff(): void {
    this.#interrupted = true;
    this.#store(true);
  }

  /** It was cut off. @param place how much the voice was heard to say since it was silent, in letters */
  cut(place: number): void {
    this.#cutAt(lengthOfLetters(this.#text, Math.max(0, place - this.#start)));
  }

  /** The same, where it is not sure that any of it was still to be heard. */
  cutUnlessHeard(place: number): void {
    if (this.#text !== '' && place - this.#start >= letters(this.#text)) this.spoken();
    else this.cut(place);
  }

  #cutAt(length: number): void {
    this.#interrupted = true;
    this.#text = this.#text.slice(0, length);
    this.history.cut(this.mark, length);
    const unheard = this.#text.trim() === '' && !this.#stored;
    if (!unheard || !this.transcript.discard(this.#record)) this.#store(true);
  }

  #store(over: boolean): void {
    this.#stored = true;
    this.transcript.store(this.#record, this.#text, { over, interrupted: this.#interrupted });
  }
}
