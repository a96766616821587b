import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';

/** A request to place a call. */
export interface CallOrder {
  accountId: string;
  agentId: string;
  toNumber: string;
  contactName: string;
}

/** What was written for a call. */
export interface WrittenCall {
  id: string;
  trackingId: string;
  campaignId: string;
  campaignName: string;
  contactId: string;
  additionalData: Record<string, unknown>;
  fromNumber: string;
  startTime: Date;
  hold: number;
  maxDurationSeconds: number;
}

/** The rows that the product writes for an admission, under the conditions that it checks, in one statement. */
const PLACE = `
with fact as (
  select a.id agent_id, a.max_duration_seconds, a.credits_per_minute, n.phone_number from_number, o.concurrent_calls,
    ceil(a.max_duration_seconds / 60.0)::int * a.credits_per_minute hold
  from agents a join accounts o on o.id = a.account_id
  join phone_numbers n on n.account_id = a.account_id and n.id = a.from_number_id and n.status = 'ACTIVE'
  where a.account_id = $1 and a.id = $2 and a.status = 'APPROVED' and not exists (
    select from calls c
    where c.account_id = $1 and c.to_number = $3 and c.from_number = n.phone_number and c.answer_owed)
), balance as (
  update credit_balances b set reserved = b.reserved + fact.hold, active_calls = b.active_calls + 1, seq = b.seq + 1
  from fact where b.account_id = $1 and b.balance - b.reserved >= fact.hold and b.active_calls < fact.concurrent_calls
  returning b.balance, b.reserved, b.seq, fact.*
), contact as (
  insert into contacts as known (account_id, id, phone_number, additional_data)
  select $1, $7, $3, jsonb_build_object('name', $4::text) from balance
  on conflict (account_id, phone_number) do update set
    additional_data = known.additional_data || excluded.additional_data, updated_at = now()
  returning id, additional_data
), campaign as (
  insert into campaigns (account_id, id, name, temporary) select $1, $8, $9, true from balance
), call as (
  insert into calls (account_id, id, tracking_id, agent_id, contact_id, campaign_id, from_number, to_number, contact_name,
    start_time, max_duration_seconds, credits_per_minute, credits_reserved, credits_used, check_at)
  select $1, $5, $6, agent_id, contact.id, $8, from_number, $3, $4, now(), max_duration_seconds, credits_per_minute, hold,
    hold, now() + interval '1 day' from balance, contact
), entry as (
  insert into credit_entries (account_id, id, seq, type, amount, call_id, balance_after, reserved_after)
  select $1, $10, seq, 'HOLD', hold, $5, balance, reserved from balance
), event as (
  insert into call_events (account_id, id, call_id, type, status, source, occurred_at)
  select $1, $11, $5, 'INITIATED', 'INITIATED', 'call-manager', now() from balance
)
select contact.id "contactId", additional_data "additionalData", from_number "fromNumber", hold,
  max_duration_seconds "maxDurationSeconds", now()::timestamptz(3) "startTime" from balance, contact`;

/** Holds credits and writes a call. */
export async function placeCall(
  pool: Pool,
  { accountId, agentId, toNumber, contactName }: CallOrder,
): Promise<WrittenCall> {
  const [id, trackingId, campaignId] = [uuidv7(), uuidv7(), uuidv7()];
  const campaignName = `API Single Call - ${contactName}`;
  const { rows } = await pool.query<Omit<WrittenCall, 'id' | 'trackingId' | 'campaignId' | 'campaignName'>>({
    name: 'place',
    text: PLACE,
    values: [
      accountId,
      agentId,
      toNumber,
      contactName,
      id,
      trackingId,
      uuidv7(),
      campaignId,
      campaignName,
      uuidv7(),
      uuidv7(),
    ],
  });
  if (!rows[0]) throw new Error('the call was refused');
  return { id, trackingId, campaignId, campaignName, ...rows[0] };
}

const DIALED = `
with event as (
  insert into call_events (account_id, id, call_id, type, status, source, occurred_at)
  select account_id, $3, id, 'DIALED', status, $5, now() from calls where account_id = $1 and id = $2
  on conflict (account_id, call_id, type) do nothing
)
update calls set provider_sid = $4, dial = 'ACCEPTED', check_at = now() + interval '1 day', updated_at = now()
where account_id = $1 and id = $2`;

/** Writes that the provider has a call, as its answer or its first callback told. */
export async function noteDialed(
  pool: Pool,
  accountId: string,
  id: string,
  sid: string,
  source: string,
): Promise<void> {
  await pool.query({ name: 'dialed', text: DIALED, values: [accountId, id, uuidv7(), sid, source] });
}
