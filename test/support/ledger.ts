import type { Pool, PoolClient } from 'pg';

const LIVE = `status in ('INITIATED', 'RINGING', 'ANSWERED')`;
const FOLD_BALANCE = `sum(case type when 'GRANT' then amount when 'ADJUST' then amount when 'SETTLE' then -amount else 0 end)`;
const FOLD_RESERVED = `sum(case when type = 'HOLD' then amount when type in ('SETTLE', 'RELEASE') then -amount else 0 end)`;

/** What must be true of money at every instant. Each statement finds the rows that break its rule. */
export const LEDGER_RULES = {
  'no balance is negative': `
    select account_id from credit_balances where balance - reserved < 0 or reserved < 0`,
  'a balance is the sum of its entries': `
    select b.account_id from credit_balances b left join credit_entries e using (account_id)
    group by b.account_id, b.balance, b.reserved, b.seq
    having b.balance <> coalesce(${FOLD_BALANCE}, 0) or b.reserved <> coalesce(${FOLD_RESERVED}, 0)
      or b.seq <> count(e.id)`,
  'a hold is never exceeded, and used up once its call has ended': `
    select c.id from calls c
    left join credit_entries h on h.account_id = c.account_id and h.call_id = c.id and h.type = 'HOLD'
    left join credit_entries e on e.account_id = c.account_id and e.call_id = c.id and e.type <> 'HOLD'
    group by c.account_id, c.id, h.amount
    having h.amount is distinct from c.credits_reserved or coalesce(sum(e.amount), 0) > h.amount
      or (c.end_time is not null and coalesce(sum(e.amount), 0) <> h.amount)`,
  'a live call has exactly one open hold': `
    select c.id from calls c left join credit_entries e on e.account_id = c.account_id and e.call_id = c.id
    where ${LIVE} group by c.account_id, c.id
    having count(*) filter (where e.type = 'HOLD') <> 1 or count(*) filter (where e.type <> 'HOLD') > 0`,
  'nothing is settled or released without a hold, nothing held without a call': `
    select e.id from credit_entries e
    where (e.type in ('SETTLE', 'RELEASE') and not exists (select 1 from credit_entries h
        where h.account_id = e.account_id and h.call_id = e.call_id and h.type = 'HOLD'))
      or (e.type = 'HOLD' and not exists (select 1 from calls c where c.account_id = e.account_id and c.id = e.call_id))`,
  'an idempotency key has a call of its own, unless its client was told to retry': `
    select account_id, call_id from idempotency_keys k
    where not exists (select 1 from call_events e
      where e.account_id = k.account_id and e.call_id = k.call_id and e.type = 'OUTCOME_UNKNOWN')
    group by account_id, call_id having count(*) > 1`,
  'what a call is billed is what was settled, and follows from its duration': `
    select c.id from calls c
    left join credit_entries s on s.account_id = c.account_id and s.call_id = c.id and s.type = 'SETTLE'
    where c.credits_used <> case when ${LIVE} then c.credits_reserved else coalesce(s.amount, 0) end
      or (c.end_time is not null and c.credits_used <> case when status = 'COMPLETED'
        then least(ceil(c.duration_seconds / 60.0) * c.credits_per_minute, c.credits_reserved) else 0 end
        and not (c.credits_used = 0 and c.talk_end = 'INTERNAL_ERROR' and c.turns = 0))`,
  'entries are numbered without gaps and carry the balances after them': `
    select id from (
      select id, balance_after, reserved_after, seq, row_number() over w "position",
        ${FOLD_BALANCE} over w "balance", ${FOLD_RESERVED} over w "reserved"
      from credit_entries window w as (partition by account_id order by seq)
    ) x where seq <> position or balance <> balance_after or reserved <> reserved_after`,
  'the places taken are the live calls': `
    select b.account_id from credit_balances b left join calls c on c.account_id = b.account_id and c.end_time is null
    group by b.account_id, b.active_calls having b.active_calls <> count(c.id)`,
  'no credit appears or vanishes, and the usage shows what was spent': `
    select b.account_id from credit_balances b left join credit_entries e using (account_id)
    group by b.account_id, b.balance
    having coalesce(sum(e.amount) filter (where e.type in ('GRANT', 'ADJUST')), 0)
        <> b.balance + coalesce(sum(e.amount) filter (where e.type = 'SETTLE'), 0)
      or coalesce(sum(e.amount) filter (where e.type = 'SETTLE'), 0)
        <> (select coalesce(sum(u.credits_used), 0) from usage_days u where u.account_id = b.account_id)`,
  'the daily sums count every call that is over, once, on the day that it started': `
    select coalesce(c.account_id, u.account_id) from (
      select account_id, (start_time at time zone 'UTC')::date "day", agent_id, status, count(*) "calls"
      from calls where not ${LIVE} group by 1, 2, 3, 4
    ) c full join usage_days u using (account_id, day, agent_id, status) where c.calls is distinct from u.calls`,
  'the hourly sums come to the daily ones': `
    select coalesce(h.account_id, u.account_id) from (
      select account_id, (hour at time zone 'UTC')::date "day", agent_id, status, sum(calls) "calls",
        sum(answered) "answered", sum(seconds) "seconds", sum(minutes) "minutes", sum(credits_used) "credits_used"
      from usage_hours group by 1, 2, 3, 4
    ) h full join usage_days u using (account_id, day, agent_id, status)
    where (h.calls, h.answered, h.seconds, h.minutes, h.credits_used)
      is distinct from (u.calls, u.answered, u.seconds, u.minutes, u.credits_used)`,
  'the hourly sums count every call that is over in the hour that it started': `
    select coalesce(c.account_id, u.account_id) from (
      select account_id, date_trunc('hour', start_time, 'UTC') "hour", agent_id, status, count(*) "calls"
      from calls where not ${LIVE} group by 1, 2, 3, 4
    ) c full join usage_hours u using (account_id, hour, agent_id, status) where c.calls is distinct from u.calls`,
} as const;

export type LedgerRule = keyof typeof LEDGER_RULES;

/** The rules that the database breaks, each with the rows that break it; nothing when all is well. */
export async function ledgerFaults(pool: Pool | PoolClient): Promise<Partial<Record<LedgerRule, unknown[]>>> {
  const faults: Partial<Record<LedgerRule, unknown[]>> = {};
  for (const [rule, statement] of Object.entries(LEDGER_RULES)) {
    const { rows } = await pool.query(statement);
    if (rows.length > 0) faults[rule as LedgerRule] = rows;
  }
  return faults;
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
