import type { Pool } from 'pg';
import { verifyLedger } from '../../src/services/ledger/verify-ledger';

/** Holds in tests, where every client that was told to retry has an unknown outcome on its call's timeline. */
const KEYS_OF_ONE_CALL = `
  select account_id, call_id from idempotency_keys k
  where not exists (select 1 from call_events e
    where e.account_id = k.account_id and e.call_id = k.call_id and e.type = 'OUTCOME_UNKNOWN')
  group by account_id, call_id having count(*) > 1`;

/** The rules of the ledger that the database breaks, each with what breaks it; nothing when all is well. */
export async function ledgerFaults(pool: Pool): Promise<Record<string, unknown[]>> {
  const checks = await verifyLedger(pool, { seconds: 10, parallel: false });
  const { rows } = await pool.query(KEYS_OF_ONE_CALL);
  const faults = checks.map(({ check, named }) => [check, named] as const);
  return Object.fromEntries([...faults, ['keys-of-one-call', rows] as const].filter(([, named]) => named.length > 0));
}

/** How an account stands, and its entries by type. */
export async function ledgerOf(pool: Pool, accountId: string) {
  const { rows } = await pool.query<{
    balance: number;
    reserved: number;
    activeCalls: number;
    entries: Record<string, { count: number; amount: number }>;
  }>(
    `select balance, reserved, active_calls "activeCalls", (
       select coalesce(json_object_agg(type, json_build_object('count', count, 'amount', amount)), '{}') from (
         select type, count(*)::int "count", sum(amount)::int "amount" from credit_entries e
         where e.account_id = b.account_id group by type) t
     ) "entries"
     from credit_balances b where account_id = $1`,
    [accountId],
  );
  const row = rows[0];
  if (!row) throw new Error(`account ${accountId} has no balance`);
  return row;
}

/** The credit entries of one call, in their order. */
export async function entriesOfCall(pool: Pool, callId: string): Promise<string[]> {
  const { rows } = await pool.query<{ entry: string }>(
    `select type || ' ' || amount "entry" from credit_entries where call_id = $1 order by seq`,
    [callId],
  );
  return rows.map(({ entry }) => entry);
}
