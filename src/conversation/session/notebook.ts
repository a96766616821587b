import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EndedReason } from '../../entities/enums';
import type { Turn } from '../../services/transcripts/turn';
import type { TokenUsage } from '../model/language-model';
import { type Notes, Superseded, Unwritable } from './ports';

interface Note {
  /** The turn that it is about; a later note about the same turn replaces it. */
  index: number | null;
  write(): Promise<void>;
  /** It is written, or given up. */
  over?(): void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** How long what could not be written is tried again after the session has ended. */
const GIVE_UP_MS = 60_000;
/** The same where the server stops and waits for nobody any longer. */
const GIVE_UP_SOON_MS = 3000;
/** A note that is refused so often does not keep those behind it any longer. */
const MOST_REFUSALS = 3;
/** So many may wait while nothing can be written; then the oldest is lost for each that comes, but not why the talk ended. */
const MOST_NOTES = 1000;

/** Writes notes one after the other while the conversation goes on, each until it succeeds or turns out not to be taken. */
export class Notebook {
  readonly #queue: Note[] = [];
  /** Of the model, whose usage was noted. */
  #answers = 0;
  #writing: Promise<void> | null = null;
  #deadline = Number.POSITIVE_INFINITY;
  #given = false;
  /** How many notes were given up. */
  lost = 0;
  /** Cuts the pause between two tries short, while there is one. */
  #resting: AbortController | null = null;

  /** @param onSuperseded called once, if a newer session writes */
  constructor(
    private readonly notes: Notes,
    private readonly log: () => Logger,
    private readonly onSuperseded: () => void,
  ) {}

  turn(turn: Turn): void {
    const note: Note = { index: turn.index, write: () => this.notes.storeTurn(turn) };
    // The first one may be on its way already.
    const waiting = this.#queue.findIndex(({ index }, place) => place > 0 && index === turn.index);
    if (waiting < 0) this.#add(note);
    else this.#queue[waiting] = note;
  }

  usage(usage: TokenUsage, model: string): void {
    const answer = ++this.#answers;
    this.#add({ index: null, write: () => this.notes.addUsage({ answer, ...usage, model }) });
  }

  /** Resolves when the reason is written, and with it everything before that can be; or when it is refused for good. */
  ending(reason: EndedReason): Promise<void> {
    return new Promise((over) => this.#add({ index: null, write: () => this.notes.markEnding(reason), over }));
  }

  /** Resolves when everything is written, or was given up. */
  async close(): Promise<void> {
    this.#within(GIVE_UP_MS);
    await this.#writing;
  }

  /** The server stops: what cannot be written soon never will be. */
  hurry(): void {
    this.#within(GIVE_UP_SOON_MS);
    this.#resting?.abort();
  }

  #within(ms: number): void {
    this.#deadline = Math.min(this.#deadline, performance.now() + ms);
  }

  #add(note: Note): void {
    if (this.#given) return;
    this.#queue.push(note);
    // The first one may be on its way.
    const isTooMany = this.#queue.length > MOST_NOTES;
    const oldest = isTooMany && this.#queue.find(({ over }, place) => place > 0 && !over);
    if (oldest) this.#drop(oldest, 'too many notes of a conversation wait to be written, and the oldest is lost');
    this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    let refusals = 0;
    for (let note = this.#queue[0]; note; note = this.#queue[0]) {
      try {
        await note.write();
        this.#done(note);
        pause = FIRST_PAUSE_MS;
        refusals = 0;
      } catch (error) {
        if (error instanceof Superseded) this.#superseded();
        else if (error instanceof Unwritable && ++refusals === MOST_REFUSALS) {
          this.#drop(note, 'a note of a conversation cannot be written and is lost', error);
          pause = FIRST_PAUSE_MS;
          refusals = 0;
        } else if (performance.now() + pause > this.#deadline) this.#giveUp(error);
        else {
          this.log().warn({ error }, 'a note of a conversation could not be written and is tried again');
          pause = (await this.#rest(pause)) ? Math.min(2 * pause, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
        }
      }
    }
    this.#writing = null;
  }

  /** @returns whether the pause was not cut short */
  async #rest(ms: number): Promise<boolean> {
    this.#resting = new AbortController();
    const { signal } = this.#resting;
    const whole = await sleep(ms, true, { signal }).catch(() => false);
    this.#resting = null;
    return whole;
  }

  #drop(note: Note, why: string, error?: unknown): void {
    this.lost++;
    this.log().error({ error, turn: note.index }, why);
    this.#done(note);
  }

  #done(note: Note): void {
    this.#queue.splice(this.#queue.indexOf(note), 1);
    note.over?.();
  }

  #superseded(): void {
    this.#forget();
    this.onSuperseded();
  }

  #giveUp(error: unknown): void {
    this.lost += this.#queue.length;
    this.log().error({ error, lost: this.#queue.length }, 'notes of a conversation could not be written and are lost');
    this.#forget();
  }

  #forget(): void {
    this.#given = true;
    this.#queue.length = 0;
  }
}
