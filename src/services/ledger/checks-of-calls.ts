import type { LedgerCheck } from './ledger-check';

/** Nothing is put off for longer on purpose, at the slowest speed that a carrier may be set to. */
const NEVER = `now() + interval '1 day'`;

/** The sums of ended calls by a unit of time. */
const usage = (id: string, table: string, unit: string, start: string, form: string): LedgerCheck => ({
  id,
  rule: `The sums by ${unit}, agent and outcome are those of the calls that have ended.`,
  statement: `select account_id, to_char(${unit}, '${form}') "id" from (
      select account_id, ${start} "${unit}", agent_id, status, count(*) "calls",
        count(*) filter (where status = 'COMPLETED') "answered", sum(coalesce(duration_seconds, 0)) "seconds",
        sum(ceil(coalesce(duration_seconds, 0) / 60.0)) "minutes", sum(credits_used) "credits_used"
      from calls where end_time is not null group by 1, 2, 3, 4
    ) c
    full join (select account_id, ${unit === 'hour' ? `hour at time zone 'UTC' "hour"` : 'day'}, agent_id, status, calls,
      answered, seconds, minutes, credits_used from ${table}) u using (account_id, ${unit}, agent_id, status)
    where (c.calls, c.answered, c.seconds, c.minutes, c.credits_used)
      is distinct from (u.calls, u.answered, u.seconds, u.minutes, u.credits_used)
    group by 1, 2`,
});

/** What must hold of calls, and of what is kept about them. */
export const CHECKS_OF_CALLS: readonly LedgerCheck[] = [
  {
    id: 'active-calls-counted',
    rule: 'The places that an account has taken are its live calls.',
    statement: `select b.account_id, b.account_id "id" from credit_balances b
      left join (select account_id, count(*) "live" from calls where end_time is null group by 1) c using (account_id)
      where b.active_calls <> coalesce(c.live, 0)`,
  },
  {
    id: 'live-call-looked-after',
    rule: 'A live call of which nothing is heard is looked after within a day.',
    statement: `select account_id, id from calls where end_time is null and check_at > ${NEVER}`,
  },
  {
    id: 'awaited-analysis-due',
    rule: 'An analysis is due within a day as long as it is awaited, and no longer.',
    statement: `select c.account_id, c.id from calls c
      left join call_analyses t on t.account_id = c.account_id and t.call_id = c.id
      where coalesce(c.analysis_status in ('PENDING', 'PROCESSING'), false) <> (t.due_at is not null)
        or t.due_at > ${NEVER}`,
  },
  {
    id: 'awaited-recording-asked-for',
    rule: 'The provider is asked within a day for the recording of an ended call as long as it is awaited.',
    statement: `select account_id, id from calls where end_time is not null
      and (recording_status in ('PENDING', 'IN_PROGRESS') and recording_check_at is null or recording_check_at > ${NEVER})`,
  },
  {
    id: 'idempotency-key-names-call',
    rule: 'An idempotency key stands for one call, which exists.',
    statement: `select account_id, key "id" from idempotency_keys group by 1, 2 having count(*) > 1
      union
      select account_id, key from idempotency_keys k
      where not exists (select from calls c where c.account_id = k.account_id and c.id = k.call_id)`,
  },
  usage('usage-days', 'usage_days', 'day', `(start_time at time zone 'UTC')::date`, 'YYYY-MM-DD'),
  usage(
    'usage-hours',
    'usage_hours',
    'hour',
    `date_trunc('hour', start_time at time zone 'UTC')`,
    'YYYY-MM-DD"T"HH24:MI"Z"',
  ),
];
