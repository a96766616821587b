import { TurnRole } from '../../entities/enums';
import type { Turn } from '../../services/transcripts/turn';
import type { Brief } from './brief';

/** How a session begins: with words of its own, with an answer to what was said last, or (null) by listening. */
export type Opening = { words: string } | 'answer' | null;

/** The first message; on a later connection, what takes the conversation up where it was. */
export function openingOf({ texts, afterTransfer }: Brief, turns: readonly Turn[]): Opening {
  const last = turns.at(-1);
  if (afterTransfer) return { words: texts.notConnected };
  if (!last) return { words: texts.firstMessage };
  if (last.role === TurnRole.CONTACT) return 'answer';
  return last.interrupted || last.durationMs === null ? { words: texts.cutOff } : null;
}
