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
/** A note that is refused so often does not keep those behind it any longer. */
const MOST_REFUSALS = 3;
/** So many may wait while nothing can be written; then the oldest is lost for each that comes. */
const MOST_NOTES = 1000;

/** Writes notes one after the other while the conversation goes on, each until it succeeds or turns out not to be taken. */
export class Notebook {
  readonly #queue: Note[] = [];
  #writing: Promise<void> | null = null;
  #deadline = Number.POSITIVE_INFINITY;
  #given = false;

  /** @param onSuperseded called once, if a newer session writes */
  constructor(
    private readonly notes: Notes,
    private readonly log: Logger,
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
    this.#add({ index: null, write: () => this.notes.addUsage(usage, model) });
  }

  /** Resolves when the reason is written, and with it everything before that can be. */
  ending(reason: EndedReason): Promise<void> {
    return new Promise((over) => this.#add({ index: null, write: () => this.notes.markEnding(reason), over }));
  }

  /** Resolves when everything is written, or was given up. */
  async close(): Promise<void> {
    this.#deadline = performance.now() + GIVE_UP_MS;
    await this.#writing;
  }

  #add(note: Note): void {
    if (this.#given) return;
    this.#queue.push(note);
    // The first one may be on its way.
    const oldest = this.#queue.length > MOST_NOTES ? this.#queue[1] : undefined;
    if (oldest) this.#done(oldest);
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
          this.log.error({ error, turn: note.index }, 'a note of a conversation cannot be written and is lost');
          this.#done(note);
          pause = FIRST_PAUSE_MS;
          refusals = 0;
        } else if (performance.now() + pause > this.#deadline) this.#giveUp(error);
        else {
          this.log.warn({ error }, 'a note of a conversation could not be written and is tried again');
          await new Promise((resolve) => setTimeout(resolve, pause));
          pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        }
      }
    }
    this.#writing = null;
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
    this.log.error({ error, lost: this.#queue.length }, 'notes of a conversation could not be written and are lost');
    this.#forget();
  }

  #forget(): void {
    this.#given = true;
    this.#queue.length = 0;
  }
}
