/** What a call held, and what of it was charged when somebody talked. */
const HOLD = 5;
const CHARGE = 2;
/** Live calls of an account, and ended ones of what is rare: as many in a small account as in a large one. */
const LIVE = 20;
const RARE = 60;
/** Calls to one person. */
const CALLS_OF_CONTACT = 5;

export const TENANTS = `
create temporary table tenant (
  account_id uuid, number_id uuid, agent_ids uuid[], key text, name text, calls int
)`;

/** $1: accounts, $2: their name, $3: calls of each. */
export const ADD_TENANTS = `
insert into tenant
select uuidv7(), uuidv7(), array[uuidv7(), uuidv7(), uuidv7()],
  'cm_' || encode(sha256(gen_random_uuid()::text::bytea), 'hex'), $2, $3
from generate_series(1, $1::int)`;

export const ACCOUNTS = [
  `insert into accounts (id, name, email, owner_id, owner_name, requests_per_minute, concurrent_calls)
   select account_id, name, 'bench@example.com', uuidv7(), 'Bench', 1000000000, 1000000000 from tenant`,
  `insert into api_keys (account_id, id, name, hash, prefix)
   select account_id, uuidv7(), 'bench', sha256(key::bytea), left(key, 11) from tenant`,
  `insert into phone_numbers (account_id, id, phone_number) select account_id, number_id, '+15005550006' from tenant`,
  `insert into agents (account_id, id, name, status, prompt, first_message, from_number_id)
   select account_id, id, 'Bench agent ' || n, 'APPROVED', repeat('Be brief and friendly. ', 50), 'Hello.', number_id
   from tenant, unnest(agent_ids) with ordinality a (id, n)`,
  `insert into agent_versions (account_id, agent_id, version, status, language, prompt, first_message,
     max_duration_seconds, from_number_id, settings)
   select account_id, id, version, 'APPROVED', language, prompt, first_message, max_duration_seconds, from_number_id,
     settings from agents join tenant using (account_id)`,
  `insert into credit_balances (account_id, balance, reserved, active_calls, seq)
   select account_id, 2000000000, ${LIVE * HOLD}, ${LIVE}, 1 from tenant`,
  `insert into contacts (account_id, id, phone_number, additional_data, created_at)
   select account_id, md5(account_id::text || k)::uuid, '+1650' || lpad(k::text, 8, '0'),
     '{"name": "Ada Lovelace", "company": "Analytical Engines"}', now() - interval '1 year' + k * interval '1 second'
   from tenant, generate_series(0, calls / ${CALLS_OF_CONTACT} - 1) k`,
];

/**
 * The calls of the last year, call 1 being the newest, of the accounts of one name. Seven in ten are answered; those of
 * the third agent and those that failed are few, whatever the account's size.
 */
export const pastCalls = (accounts: string, oldest: number, newest: number) => `
create temporary table past as
select t.account_id, i, uuidv7(s.start_time - clock_timestamp()) call_id,
  uuidv7(s.start_time - clock_timestamp()) campaign_id, s.start_time, i % (t.calls / ${CALLS_OF_CONTACT}) contact,
  t.agent_ids[case when i % (t.calls / ${RARE} + 1) = 1 then 3 when i % 5 < 3 then 1 else 2 end] agent_id,
  case when i <= ${LIVE} then 'ANSWERED' when i % (t.calls / ${RARE} + 1) = 2 then 'FAILED'
    when i % 10 < 7 then 'COMPLETED' when i % 10 < 9 then 'NO_ANSWER' else 'BUSY' end status
from tenant t, generate_series(${oldest}, ${newest}, -1) i, lateral (
  select date_trunc('milliseconds', statement_timestamp() - i * interval '365 days' / t.calls) start_time
) s
where t.name = '${accounts}'`;

export const PAST_ROWS = [
  `insert into campaigns (account_id, id, name, status, temporary, created_at)
   select account_id, campaign_id, 'API Single Call - Ada Lovelace', 'COMPLETED', true, start_time from past`,
  `insert into calls (account_id, id, tracking_id, provider_sid, status, dial, agent_id, contact_id, campaign_id,
     from_number, to_number, contact_name, contact_data, start_time, answered_time, end_time, duration_seconds,
     max_duration_seconds, credits_per_minute, credits_reserved, credits_used, ended_reason, ended_by, check_at,
     created_at, updated_at)
   select account_id, call_id, gen_random_uuid(), 'CA' || md5(call_id::text), status, 'ACCEPTED', agent_id,
     md5(account_id::text || contact)::uuid, campaign_id, '+15005550006', '+1650' || lpad(contact::text, 8, '0'),
     'Ada Lovelace', '{"company": "Analytical Engines"}', start_time,
     case when status in ('ANSWERED', 'COMPLETED') then start_time + interval '5 seconds' end,
     case when status <> 'ANSWERED' then start_time + interval '95 seconds' end,
     case status when 'ANSWERED' then null when 'COMPLETED' then 90 else 0 end, 300, 1, ${HOLD},
     case status when 'ANSWERED' then ${HOLD} when 'COMPLETED' then ${CHARGE} else 0 end,
     case status when 'ANSWERED' then null when 'COMPLETED' then 'AGENT_ENDED' when 'FAILED' then 'UNREACHABLE'
       else status end,
     case status when 'ANSWERED' then null when 'COMPLETED' then 'AGENT' else 'CONTACT' end,
     '2100-01-01', start_time, start_time + interval '95 seconds'
   from past`,
  `insert into call_events (account_id, id, call_id, type, status, source, occurred_at, detail)
   select account_id, uuidv7(), call_id, e.type, s.status, e.source, start_time + e.after, e.detail
   from past join (values
     (1, 'INITIATED', 'INITIATED', 'call-manager', interval '0', null::jsonb),
     (1, 'DIALED', 'INITIATED', 'call-manager', interval '300 ms', null),
     (2, 'RINGING', 'RINGING', 'twilio:status:1', interval '1 second', null),
     (3, 'ANSWERED', 'ANSWERED', 'twilio:status:2', interval '5 seconds', null),
     (3, 'TALK_STARTED', 'ANSWERED', 'twilio:answer', interval '5 seconds', null),
     (4, 'TALK_ENDED', 'ANSWERED', 'twilio:talk-ended', interval '94 seconds', null),
     (5, 'ENDED', null, 'twilio:status:3', interval '95 seconds', '{"outcome": "completed"}'),
     (5, 'SETTLED', null, 'call-manager', interval '95 seconds', '{"charged": ${CHARGE}}')
   ) e (step, type, status_then, source, after, detail) on case e.step
     when 1 then true
     when 2 then past.status <> 'FAILED'
     when 3 then past.status in ('ANSWERED', 'COMPLETED')
     when 4 then past.status = 'COMPLETED'
     else past.status <> 'ANSWERED' end
   cross join lateral (select coalesce(e.status_then, past.status) status) s`,
];

/** What the ended calls came to, as settling them would have written it: in the order of time. */
export const USAGE = [
  ['usage_days', 'day', `(start_time at time zone 'UTC')::date`],
  ['usage_hours', 'hour', `date_trunc('hour', start_time, 'UTC')`],
].map(
  ([table, unit, start]) => `
insert into ${table} (account_id, ${unit}, agent_id, status, calls, answered, seconds, minutes, credits_used)
select account_id, ${start}, agent_id, status, count(*), count(answered_time), sum(duration_seconds),
  sum(ceil(duration_seconds / 60.0)), sum(credits_used)
from calls where end_time is not null group by 1, 2, 3, 4 order by 2`,
);

/** Indexes that are no primary keys: much is written faster without them. */
export const INDEXES = `
select c.relname "name", pg_get_indexdef(i.indexrelid) "definition"
from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid = any('{calls,call_events,campaigns,contacts}'::regclass[]) and not i.indisprimary`;
