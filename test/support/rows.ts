import type { Pool } from 'pg';

const TABLES = [
  'agents',
  'agent_versions',
  'calls',
  'call_events',
  'campaigns',
  'contacts',
  'credit_balances',
  'credit_entries',
  'idempotency_keys',
  'phone_numbers',
  'transcript_turns',
  'usage_days',
];

/** Every row of an account, by table: how many, and a digest that changes when one of them is written or locked. */
export async function rowsOf(pool: Pool, accountId: string): Promise<Record<string, string>> {
  const digests = await Promise.all(
    TABLES.map(async (table) => {
      const { rows } = await pool.query<{ digest: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(concat(t::text, t.xmin, ' ', t.xmax), '|' order by t::text), '')) "digest"
         from ${table} t where account_id = $1`,
        [accountId],
      );
      return [table, rows[0]?.digest ?? ''] as const;
    }),
  );
  return Object.fromEntries(digests);
}
