import { TurnRole } from '../../entities/enums';
import type { Turn } from '../../services/transcripts/turn';
import type { Notebook } from './notebook';
import type { Pace } from './pace';

/** Who said what, numbered without gaps and written down as it ends. */
export class Transcript {
  #next: number;

  /** @param turns of an earlier connection */
  constructor(
    turns: readonly Turn[],
    private readonly pace: Pace,
    private readonly notebook: Notebook,
  ) {
    this.#next = turns.reduce((next, { index }) => Math.max(next, index + 1), 0);
  }

  /** The contact said something that is over. @param since when they began, in seconds of the call; null: unknown */
  contact(text: string, since: number | null): void {
    this.store(this.begin(TurnRole.CONTACT, since ?? this.pace.now()), text, { over: true, interrupted: false });
  }

  /** Somebody begins to speak. Nothing is written yet. */
  begin(role: TurnRole, since = this.pace.now()): Turn {
    const offsetMs = Math.max(0, Math.round(since * 1000));
    const agoMs = Math.max(0, (this.pace.now() - since) * 1000) / this.pace.speed;
    const startedAt = new Date(Date.now() - agoMs).toISOString();
    return { index: this.#next++, role, text: '', startedAt, offsetMs, durationMs: null, interrupted: false };
  }

  /** Takes back a turn that was never written. @returns false if another one has begun since */
  discard(turn: Turn): boolean {
    if (turn.index !== this.#next - 1) return false;
    this.#next--;
    return true;
  }

  store(turn: Turn, text: string, { over, interrupted }: { over: boolean; interrupted: boolean }): void {
    const durationMs = over ? Math.max(0, Math.round(this.pace.now() * 1000) - turn.offsetMs) : null;
    this.notebook.turn({ ...turn, text: text.trim(), durationMs, interrupted });
  }
}
