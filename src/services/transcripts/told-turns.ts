import type { Turn } from './turn';

/** What a listener was told of a turn: nothing, that it has begun, or all of it. */
enum Told {
  NOTHING,
  BEGINNING,
  ALL,
}

/**
 * So many turns are looked back on, and no more are written. What becomes of an older one is not told any more: a turn that
 * never ends must not make the account of all that came after it longer and longer.
 */
const LOOKED_BACK_ON = 100;

/** Which turns of a call a listener was told of. It is written in a cursor, so it is short: of most turns only a number. */
export class ToldTurns {
  private constructor(
    /** All turns before this one were told, and are done with. */
    private readonly whole: number,
    /** What was told of those from there on. */
    private readonly others: readonly Told[],
  ) {}

  static readonly none = new ToldTurns(0, []);

  /** Whoever has the turn of this index, and all before it. */
  static upTo(index: number): ToldTurns {
    return new ToldTurns(Math.max(0, index + 1), []);
  }

  /** Reads what {@link write} wrote; null: it did not write this. */
  static read(text: string): ToldTurns | null {
    const [, whole, others] = WRITTEN.exec(text) ?? [];
    return whole === undefined ? null : new ToldTurns(Number(whole), [...(others ?? '')].map(Number));
  }

  write(): string {
    return `${this.whole}:${this.others.join('')}`;
  }

  /** Whether there is something new to tell of a turn: that it has begun, or how it ended. */
  isNews(turn: Turn): boolean {
    return turn.index >= this.whole && extentOf(turn) > this.of(turn.index);
  }

  /** What was told once a turn is. */
  with(turn: Turn): ToldTurns {
    if (turn.index < this.whole) return this;
    const first = Math.max(this.whole, turn.index + 1 - LOOKED_BACK_ON);
    const others = this.others.slice(first - this.whole);
    while (others.length <= turn.index - first) others.push(Told.NOTHING);
    others[turn.index - first] = extentOf(turn);
    const open = others.findIndex((told) => told !== Told.ALL);
    const closed = open < 0 ? others.length : open;
    return new ToldTurns(first + closed, others.slice(closed));
  }

  private of(index: number): Told {
    return this.others[index - this.whole] ?? Told.NOTHING;
  }
}

/** Any number that a turn can have, which is an `integer`, or the one behind it. */
const WRITTEN = new RegExp(`^(\\d{1,10}):([012]{0,${LOOKED_BACK_ON}})$`);

/** A turn that is being said has no duration yet. */
function extentOf({ durationMs }: Turn): Told {
  return durationMs === null ? Told.BEGINNING : Told.ALL;
}
