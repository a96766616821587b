/** What a turn can have lasted at most, so that no clock that is wrong makes a number which the database does not take. */
const LONGEST_MS = 86_400_000;

/**
 * The assignments of an update of `transcript_turns t` that completes a turn which was being said when its talk was lost: nobody
 * else will. It lasted until somebody spoke again, as far as anybody knows, or until the talk was over.
 * @param until when that was at the latest, in SQL
 */
export function cutOff(until: string): string {
  const next = `(select min(n.offset_ms)::bigint from transcript_turns n
    where n.account_id = t.account_id and n.call_id = t.call_id and n.index > t.index)`;
  const elapsed = `extract(epoch from ${until} - t.started_at) * 1000`;
  return `interrupted = true, duration_ms = least(${LONGEST_MS}, greatest(0, coalesce(${next} - t.offset_ms, ${elapsed})))`;
}
