import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { TestAccount } from './factories';

/** A call of the past, as far as a test cares. */
export interface PastCall {
  startTime: Date;
  status?: 'COMPLETED' | 'FAILED' | 'BUSY' | 'NO_ANSWER';
}

/** Writes calls that are over, each with a contact, a campaign and an event of its own, and adds them to the sums. Returns their ids in order. */
export async function insertCalls(pool: Pool, account: TestAccount, calls: readonly PastCall[]): Promise<string[]> {
  const rows = calls.map(({ startTime, status = 'COMPLETED' }, index) => ({
    id: uuidv7(),
    contact_id: uuidv7(),
    campaign_id: uuidv7(),
    event_id: uuidv7(),
    tracking_id: randomUUID(),
    number: `+1650${String(Date.now() % 10_000).padStart(4, '0')}${String(index).padStart(4, '0')}`,
    start_time: startTime.toISOString(),
    status,
  }));
  await pool.query(
    `with row as (
       select * from json_to_recordset($2::json) as r (id uuid, contact_id uuid, campaign_id uuid, event_id uuid,
         tracking_id uuid, number text, start_time timestamptz, status text)
     ), contact as (
       insert into contacts (account_id, id, phone_number, created_at) select $1, contact_id, number, start_time from row
       on conflict (account_id, phone_number) do update set updated_at = now() returning id, phone_number
     ), campaign as (
       insert into campaigns (account_id, id, name, status, temporary, created_at)
       select $1, campaign_id, 'Past call', 'COMPLETED', true, start_time from row
     ), call as (
       insert into calls (account_id, id, tracking_id, status, dial, agent_id, contact_id, campaign_id, from_number,
         to_number, start_time, end_time, duration_seconds, max_duration_seconds, credits_per_minute, credits_reserved,
         credits_used, ended_reason, check_at)
       select $1, row.id, row.tracking_id, row.status, 'ACCEPTED', $3, contact.id, row.campaign_id, $4, row.number,
         row.start_time, row.start_time, 0, 300, 1, 5, 0, 'AGENT_ENDED', now()
       from row join contact on contact.phone_number = row.number
     ), usage as (
       insert into usage_days (account_id, day, agent_id, status, calls, answered, seconds, minutes, credits_used)
       select $1, (start_time at time zone 'UTC')::date, $3, status, count(*), count(*) filter (where status = 'COMPLETED'),
         0, 0, 0
       from row group by 1, 2, 3, 4
       on conflict (account_id, day, agent_id, status) do update set
         calls = usage_days.calls + excluded.calls, answered = usage_days.answered + excluded.answered
     ), hourly as (
       insert into usage_hours (account_id, hour, agent_id, status, calls, answered, seconds, minutes, credits_used)
       select $1, date_trunc('hour', start_time, 'UTC'), $3, status, count(*),
         count(*) filter (where status = 'COMPLETED'), 0, 0, 0
       from row group by 1, 2, 3, 4
       on conflict (account_id, hour, agent_id, status) do update set
         calls = usage_hours.calls + excluded.calls, answered = usage_hours.answered + excluded.answered
     )
     insert into call_events (account_id, id, call_id, type, status, source, occurred_at)
     select $1, event_id, id, 'ENDED', status, 'test', start_time from row`,
    [account.accountId, JSON.stringify(rows), account.agentId, account.fromNumber],
  );
  return rows.map(({ id }) => id);
}
