import type { Pool, PoolClient } from 'pg';
import { inStatement } from '../../database/transaction';
import { AnalysisStatus } from '../../entities/enums';

const REQUEST = `
with call as (
  select account_id, id from calls
  where account_id = $1 and id = $2 and end_time is not null and turns > 0
    and analysis_status is distinct from '${AnalysisStatus.PROCESSING}'
  for update
), work as (
  insert into call_analyses (account_id, call_id, due_at) select account_id, id, now() from call
  on conflict (account_id, call_id) do update
  set due_at = now(), attempts = 0, reason = null, completed_at = null where call_analyses.due_at is null
  returning account_id, call_id
)
update calls c set analysis_status = '${AnalysisStatus.PENDING}', updated_at = now()
from work w where c.account_id = w.account_id and c.id = w.call_id`;

/**
 * Has an ended call analysed again. Where an analysis is due already, under way or to be tried again, that is left as it is: who
 * asks all the time does not make it start over.
 */
export async function requestAnalysis(pool: Pool, accountId: string, callId: string): Promise<void> {
  await inStatement(pool, { name: 'request-analysis', text: REQUEST, values: [accountId, callId] });
}

/** What is said last may reach the transcript after the call's end does. */
const LAST_WORDS_SECONDS = 1;

/** Has a call analysed that has just ended, in the transaction that ends it. */
export async function requestFirstAnalysis(client: PoolClient, accountId: string, callId: string): Promise<void> {
  await client.query({
    name: 'request-first-analysis',
    text: `insert into call_analyses (account_id, call_id, due_at) values ($1, $2, now() + interval '${LAST_WORDS_SECONDS} second')
      on conflict (account_id, call_id) do nothing`,
    values: [accountId, callId],
  });
}
