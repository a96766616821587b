import type { Pool } from 'pg';
import { inStatement } from '../../database/transaction';
import { storableText } from '../storable-json';
import type { Turn } from './turn';

/** Which talk of which call a turn belongs to. */
export interface TalkRef {
  accountId: string;
  callId: string;
  /** A call whose line broke has more than one talk; only the latest may write. */
  attempt: number;
}

/**
 * Writes a turn, or corrects one that is written: what was said so far, or what was heard of it. It begins when it did by
 * the provider's clock, where the time of the answer is known by that. Repeating it changes nothing.
 * @returns false when a newer talk has taken the call over, and nothing was written
 */
export async function storeTurn(pool: Pool, { accountId, callId, attempt }: TalkRef, turn: Turn): Promise<boolean> {
  const { rowCount } = await inStatement(pool, {
    name: 'store-turn',
    text: STORE_TURN,
    values: [
      accountId,
      callId,
      attempt,
      turn.index,
      turn.role,
      storableText(turn.text),
      turn.startedAt,
      turn.offsetMs,
      turn.durationMs,
      turn.interrupted,
    ],
  });
  return rowCount === 1;
}

const STORE_TURN = `
with talk as (
  update calls set turns = greatest(turns, $4 + 1), updated_at = now()
  where account_id = $1 and id = $2 and talk_attempt = $3 returning account_id, id, answered_time
)
insert into transcript_turns (account_id, call_id, index, role, text, started_at, offset_ms, duration_ms, interrupted)
select account_id, id, $4, $5, $6, coalesce(answered_time + $8 * interval '1 millisecond', $7), $8, $9, $10 from talk
on conflict (account_id, call_id, index) do update
set text = excluded.text, duration_ms = excluded.duration_ms, interrupted = excluded.interrupted`;
