import type { Pool } from 'pg';
import type { StormAccount } from '../clients/accounts';
import { result, type StormCheck } from './check';

/** The most calls that an account had at a time, by the order of its ledger: a hold begins one, closing the hold ends it. */
const MOST_AT_A_TIME = `
  select account_id "accountId", max(live)::int "most" from (
    select account_id, sum(step) over (partition by account_id order by seq) "live" from (
      select account_id, seq, case when type = 'HOLD' then 1
        when seq = max(seq) over (partition by account_id, call_id) then -1 else 0 end "step"
      from credit_entries where call_id is not null
    ) steps
  ) lives group by 1`;

/** That no account had more calls at a time than it may have. */
export async function checkLimits(
  pool: Pool,
  accounts: ReadonlyArray<Pick<StormAccount, 'accountId' | 'concurrentCalls'>>,
): Promise<StormCheck> {
  const { rows } = await pool.query<{ accountId: string; most: number }>(MOST_AT_A_TIME);
  const limits = new Map(accounts.map(({ accountId, concurrentCalls }) => [accountId, concurrentCalls]));
  const above = rows.filter(({ accountId, most }) => most > (limits.get(accountId) ?? 0));
  return result(
    'concurrent-calls-limited',
    'No account had more calls at a time than it may have.',
    above.map(({ accountId, most }) => `${accountId}: ${most} of ${limits.get(accountId)}`),
  );
}
