import { TurnRole } from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** What one side said before the other spoke. */
export interface Turn {
  /** Its number in the call, from 0. */
  index: number;
  role: TurnRole;
  /** Of an interrupted turn, what was heard. */
  text: string;
  startedAt: IsoTime;
  /** Milliseconds from the answer to its beginning. */
  offsetMs: number;
  /** Null while it is being said. */
  durationMs: number | null;
  interrupted: boolean;
}

/** The select list of a {@link Turn}; the table is `transcript_turns t`. */
export const TURN_COLUMNS = `t.index, t.role, t.text, t.started_at "startedAt", t.offset_ms "offsetMs",
  t.duration_ms "durationMs", t.interrupted`;

const SPEAKER: Record<TurnRole, string> = {
  [TurnRole.AGENT]: 'Agent',
  [TurnRole.CONTACT]: 'Contact',
  [TurnRole.SYSTEM]: 'System',
};

/** A turn as one line of text: `Agent: …`. */
export function lineOf({ role, text }: Pick<Turn, 'role' | 'text'>): string {
  return `${SPEAKER[role]}: ${text.replace(/\s+/g, ' ').trim()}`;
}

/** Turns as text, a line each but for those of which nothing was heard; null: there is none. */
export function textOf(turns: ReadonlyArray<Pick<Turn, 'role' | 'text'>>): string | null {
  const heard = turns.filter(({ text }) => text.trim() !== '');
  return heard.length > 0 ? heard.map(lineOf).join('\n') : null;
}
