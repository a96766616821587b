import type { Pool } from 'pg';

/** What no transaction of this database cluster has written yet. */
const TO_COME = 'pg_snapshot_xmax(pg_current_snapshot())::text::bigint';

/** Each account's latest event is found by the feed's index, so this takes a look-up an account. */
const RENUMBER = `
update call_events t set transaction = 0
from accounts a cross join lateral (
  select e.transaction from call_events e where e.account_id = a.id order by e.transaction desc, e.id desc limit 1
) latest
where latest.transaction >= ${TO_COME} and t.account_id = a.id and t.transaction >= ${TO_COME}`;

/**
 * Events are numbered by the transactions of a database cluster. Those that were restored from another one may have numbers
 * that this one has not reached, and would not be read before it does. They become the oldest, in the order of their ids.
 */
export async function renumberRestoredEvents(pool: Pool): Promise<void> {
  await pool.query(RENUMBER);
}
