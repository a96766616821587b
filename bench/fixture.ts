import type { Pool } from 'pg';

/** An account to make requests for. */
export interface Tenant {
  accountId: string;
  key: string;
  agentId: string;
  callIds: string[];
}

/** Calls that the accounts of one fixture have together. */
export const CALLS = 50_000;

/** Loads ended calls by SQL, spread evenly over new accounts: with contacts, campaigns, timelines and a ledger that adds up. */
export async function loadCalls(pool: Pool, accounts: number): Promise<Tenant[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    await client.query(TENANTS.replace('ACCOUNTS', String(accounts)));
    await client.query(PAST.replace('CALLS', String(CALLS / accounts)));
    for (const statement of ROWS) await client.query(statement);
    const { rows } = await client.query<Tenant>(
      `select t.account_id "accountId", t.key, t.agent_id "agentId", array_agg(p.call_id) "callIds"
       from tenant t join past p on p.account_id = t.account_id group by 1, 2, 3`,
    );
    await client.query('commit');
    return rows;
  } finally {
    client.release();
  }
}

/** A number that nobody was called at before. */
export function randomNumber(): string {
  drawn += 1;
  return `+1415${SERIES}${String((drawn * 7_919_317) % 1e7).padStart(7, '0')}`;
}

/** Numbers of this process. A number must not come again: one whose call nobody has answered for yet is fenced. */
const SERIES = String(Math.floor(Math.random() * 1e3)).padStart(3, '0');
let drawn = 0;

/** What a call held, and what of it was charged. */
const HOLD = 5;
const CHARGE = 2;

const TENANTS = `
create temporary table tenant on commit drop as
select uuidv7() account_id, uuidv7() number_id, uuidv7() agent_id,
  'cm_' || encode(sha256(gen_random_uuid()::text::bytea), 'hex') "key"
from generate_series(1, ACCOUNTS)`;

/** Calls of the last weeks, a minute apart. */
const PAST = `
create temporary table past on commit drop as
select t.account_id, t.agent_id, i, uuidv7(- i * interval '1 minute') call_id, uuidv7() contact_id, uuidv7() campaign_id,
  '+1650' || lpad(i::text, 7, '0') to_number, date_trunc('milliseconds', now()) - i * interval '1 minute' start_time
from tenant t, generate_series(1, CALLS) i`;

const ROWS = [
  `insert into accounts (id, name, email, owner_id, owner_name, requests_per_minute, concurrent_calls)
   select account_id, 'Bench', 'bench@example.com', uuidv7(), 'Bench', 1000000000, 1000000000 from tenant`,
  `insert into api_keys (account_id, id, name, hash, prefix)
   select account_id, uuidv7(), 'bench', sha256(key::bytea), left(key, 11) from tenant`,
  `insert into phone_numbers (account_id, id, phone_number) select account_id, number_id, '+15005550006' from tenant`,
  `insert into agents (account_id, id, name, status, prompt, first_message, from_number_id, settings)
   select account_id, agent_id, 'Bench agent', 'APPROVED', repeat('Be brief and friendly. ', 50), 'Hello.', number_id,
     '{"voicemail": {"policy": "CONTINUE"}}'
   from tenant`,
  `insert into agent_versions (account_id, agent_id, version, status, language, prompt, first_message,
     max_duration_seconds, from_number_id, settings)
   select account_id, id, version, 'APPROVED', language, prompt, first_message, max_duration_seconds, from_number_id,
     settings from agents join tenant using (account_id)`,
  `insert into contacts (account_id, id, phone_number, additional_data, created_at)
   select account_id, contact_id, to_number, '{"name": "Ada Lovelace", "company": "Analytical Engines"}', start_time
   from past`,
  `insert into campaigns (account_id, id, name, status, temporary, created_at)
   select account_id, campaign_id, 'API Single Call - Ada Lovelace', 'COMPLETED', true, start_time from past`,
  `insert into calls (account_id, id, tracking_id, provider_sid, status, dial, agent_id, contact_id, campaign_id,
     from_number, to_number, contact_name, contact_data, start_time, answered_time, end_time, duration_seconds,
     max_duration_seconds, credits_per_minute, credits_reserved, credits_used, ended_reason, ended_by, check_at,
     created_at, updated_at)
   select account_id, call_id, gen_random_uuid(), 'CA' || md5(call_id::text), 'COMPLETED', 'ACCEPTED', agent_id,
     contact_id, campaign_id, '+15005550006', to_number, 'Ada Lovelace', '{"company": "Analytical Engines"}', start_time,
     start_time + interval '5 seconds', start_time + interval '95 seconds', 90, 300, 1, ${HOLD}, ${CHARGE},
     'AGENT_ENDED', 'AGENT', start_time, start_time, start_time + interval '95 seconds'
   from past`,
  `insert into call_events (account_id, id, call_id, type, status, source, occurred_at, detail)
   select account_id, uuidv7(), call_id, e.type, e.status, e.source, start_time + e.after, e.detail
   from past, (values
     ('INITIATED', 'INITIATED', 'call-manager', interval '0', null::jsonb),
     ('DIALED', 'INITIATED', 'call-manager', interval '300 ms', null),
     ('RINGING', 'RINGING', 'twilio:status:1', interval '1 second', null),
     ('ANSWERED', 'ANSWERED', 'twilio:status:2', interval '5 seconds', null),
     ('TALK_STARTED', 'ANSWERED', 'twilio:answer', interval '5 seconds', null),
     ('TALK_ENDED', 'ANSWERED', 'twilio:talk-ended', interval '94 seconds', null),
     ('ENDED', 'COMPLETED', 'twilio:status:3', interval '95 seconds', '{"outcome": "completed"}'),
     ('SETTLED', 'COMPLETED', 'call-manager', interval '95 seconds', '{"charged": ${CHARGE}, "released": ${HOLD - CHARGE}}')
   ) e (type, status, source, after, detail)`,
  `insert into credit_balances (account_id, balance, seq)
   select account_id, 2000000000 - ${CHARGE} * count(*), 1 + 3 * count(*) from past group by 1`,
  `insert into credit_entries (account_id, id, seq, type, amount, balance_after, reserved_after, reason)
   select account_id, uuidv7(), 1, 'GRANT', 2000000000, 2000000000, 0, 'bench' from tenant`,
  `insert into credit_entries (account_id, id, seq, type, amount, call_id, balance_after, reserved_after)
   select account_id, uuidv7(), 1 + 3 * (i - 1) + e.step, e.type, e.amount, call_id,
     2000000000 - ${CHARGE} * (i - e.back), e.reserved
   from past, (values ('HOLD', 1, ${HOLD}, 1, ${HOLD}), ('SETTLE', 2, ${CHARGE}, 0, ${HOLD - CHARGE}),
     ('RELEASE', 3, ${HOLD - CHARGE}, 0, 0)) e (type, step, amount, back, reserved)`,
  `insert into usage_days (account_id, day, agent_id, status, calls, answered, seconds, minutes, credits_used)
   select account_id, (start_time at time zone 'UTC')::date, agent_id, 'COMPLETED', count(*), count(*), 90 * count(*),
     2 * count(*), ${CHARGE} * count(*) from past group by 1, 2, 3`,
  `insert into usage_hours (account_id, hour, agent_id, status, calls, answered, seconds, minutes, credits_used)
   select account_id, date_trunc('hour', start_time, 'UTC'), agent_id, 'COMPLETED', count(*), count(*), 90 * count(*),
     2 * count(*), ${CHARGE} * count(*) from past group by 1, 2, 3`,
];
