import { SERVERS_PRESENT } from '../../database/presence';
import { PROOF_WAIT_MS } from './await-proof';

/**
 * The statements of an admission. They are apart because a statement reads every table as of its own start: what
 * is read in the statement that waited for the lock would be stale.
 */

/** What accounts have, in one order for everybody. */
export const READ_ROOM = `
select b.account_id "accountId", b.balance, b.reserved, b.active_calls "activeCalls", b.seq,
  a.concurrent_calls "concurrentCalls", a.test_of is not null "testMode"
from credit_balances b join accounts a on a.id = b.account_id
where b.account_id = any($1::uuid[])
order by b.account_id`;

/** The same, and nobody else changes it until the transaction ends. */
export const LOCK_ROOM = `${READ_ROOM} for update of b`;

/**
 * A call whose client has had no answer and waits for none: it was told to retry, or its server is neither this one, $10, nor
 * there, or has had no outcome stored for so long that it may have told its client to retry.
 */
const UNANSWERED = (condition: string) => `select c.id, c.start_time from calls c
    where c.account_id = r.account_id and c.to_number = r.to_number and c.from_number = n.phone_number and ${condition}
      and (c.end_time is null or c.start_time > now() - make_interval(secs => $6))`;

/**
 * Reads what decides each request: one row a request, in the order of the requests. What is kept about a contact is read
 * only where it and what the batch adds to it, $7 bytes a request, might be more than $8; that and the agent's texts where it might be
 * more than $9, where the agent refuses calls of which it does not know enough, and unless its version is the one, $11, whose texts
 * are known not to grow.
 */
export const READ_FACTS = `
select a.id "agentId", a.version "agentVersion", a.max_duration_seconds "maxDurationSeconds", a.credits_per_minute "creditsPerMinute",
  a.settings #>> '{voicemail,policy}' "voicemailPolicy", (a.settings ->> 'record')::boolean "record",
  a.from_number_id "agentNumberId", n.phone_number "fromNumber", u.id "owedCallId",
  k.fingerprint, k.call_id "earlierCallId", e.dial "earlierDial", e.ended_reason "earlierReason",
  e.dial = 'PENDING' and (e.dialler = $10 or e.dialler in (${SERVERS_PRESENT})) "earlierIsRunning",
  case when d.data_bytes > $8 then coalesce(t.additional_data, '{}') end "keptData",
  case when d.data_bytes + d.metadata_bytes > $9 or a.settings #>> '{variables,missing}' = 'REFUSE'
    or a.version <> coalesce(r.even_version, 0) then json_build_object(
    'isDoubtful', d.data_bytes + d.metadata_bytes > $9,
    'agent', json_build_object('name', a.name, 'language', a.language, 'prompt', a.prompt, 'firstMessage', a.first_message,
      'settings', a.settings),
    'contact', json_build_object('metadata', coalesce(t.metadata, '{}'),
      'additionalData', coalesce(t.additional_data, '{}'))) end "known"
from (
  select *, sum(bytes) over (partition by account_id, to_number) "added"
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $7::int[], $11::int[])
    with ordinality r (account_id, agent_id, from_number_id, to_number, key, bytes, even_version, ord)
) r
left join agents a on a.account_id = r.account_id and a.id = r.agent_id and a.status = 'APPROVED'
left join phone_numbers n on n.account_id = r.account_id
  and n.id = coalesce(r.from_number_id, a.from_number_id) and n.status = 'ACTIVE'
left join lateral (
  select o.id from (
    ${UNANSWERED('c.answer_owed')}
    union all
    ${UNANSWERED(`c.dialler is not null and (c.start_time < now() - interval '${PROOF_WAIT_MS} milliseconds'
      or c.dialler <> $10 and c.dialler not in (${SERVERS_PRESENT}))`)}
  ) o
  order by o.start_time limit 1
) u on true
left join idempotency_keys k on k.account_id = r.account_id and k.key = r.key
  and k.created_at > now() - interval '24 hours'
left join calls e on e.account_id = k.account_id and e.id = k.call_id
left join contacts t on t.account_id = r.account_id and t.phone_number = r.to_number
cross join lateral (
  select coalesce(octet_length(t.additional_data::text), 0) + r.added, coalesce(octet_length(t.metadata::text), 0)
) d (data_bytes, metadata_bytes)
order by r.ord`;

/** Writes everything that granted requests cause. $1: calls, $2: contacts, $3: balances, each a JSON array of rows. */
export const WRITE_GRANTS = `
with grant_row as materialized (
  select * from json_to_recordset($1::json) as g (
    account_id uuid, id uuid, tracking_id uuid, agent_id uuid, agent_version int, campaign_id uuid, campaign_name text, from_number text,
    to_number text, contact_name text, contact_data jsonb, max_duration_seconds int, credits_per_minute int, hold int,
    seq int, balance_after int, reserved_after int, entry_id uuid, event_id uuid, key text, fingerprint text,
    recording_status text, check_seconds float8, dialler int
  )
), contact as (
  insert into contacts as known (account_id, id, phone_number, additional_data)
  select * from json_to_recordset($2::json) as c (account_id uuid, id uuid, phone_number text, additional_data jsonb)
  on conflict (account_id, phone_number) do update set
    additional_data = known.additional_data || excluded.additional_data,
    updated_at = case when excluded.additional_data = '{}' then known.updated_at else now() end
  returning account_id, id, phone_number, additional_data, metadata, created_at, updated_at
), campaign as (
  insert into campaigns (account_id, id, name, temporary)
  select account_id, campaign_id, campaign_name, true from grant_row
), call as (
  insert into calls (account_id, id, tracking_id, agent_id, agent_version, contact_id, campaign_id, from_number, to_number,
    contact_name, contact_data, start_time, max_duration_seconds, credits_per_minute, credits_reserved, credits_used,
    recording_status, check_at, dialler)
  select g.account_id, g.id, g.tracking_id, g.agent_id, g.agent_version, contact.id, g.campaign_id, g.from_number, g.to_number,
    g.contact_name, g.contact_data, now(), g.max_duration_seconds, g.credits_per_minute, g.hold, g.hold,
    g.recording_status, now() + make_interval(secs => g.check_seconds), g.dialler
  from grant_row g join contact on contact.account_id = g.account_id and contact.phone_number = g.to_number
), balance as (
  update credit_balances b set reserved = r.reserved, active_calls = r.active_calls, seq = r.seq
  from json_to_recordset($3::json) as r (account_id uuid, reserved int, active_calls int, seq int)
  where b.account_id = r.account_id
), entry as (
  insert into credit_entries (account_id, id, seq, type, amount, call_id, balance_after, reserved_after)
  select account_id, entry_id, seq, 'HOLD', hold, id, balance_after, reserved_after from grant_row
), event as (
  insert into call_events (account_id, id, call_id, type, status, source, occurred_at)
  select account_id, event_id, id, 'INITIATED', 'INITIATED', 'call-manager', now() from grant_row
), key as (
  insert into idempotency_keys (account_id, key, fingerprint, call_id, contact_snapshot)
  select g.account_id, g.key, g.fingerprint, g.id, contact.additional_data
  from grant_row g join contact on contact.account_id = g.account_id and contact.phone_number = g.to_number
  where g.key is not null
  on conflict (account_id, key) do update set fingerprint = excluded.fingerprint, call_id = excluded.call_id,
    contact_snapshot = excluded.contact_snapshot, created_at = now()
)
select g.id, contact.id "contactId", contact.additional_data "additionalData", contact.metadata,
  contact.created_at "contactCreatedAt", contact.updated_at "contactUpdatedAt", now()::timestamptz(3) "startTime"
from grant_row g join contact on contact.account_id = g.account_id and contact.phone_number = g.to_number`;

/** Lets idempotency keys stand for calls that earlier requests placed. */
export const ADOPT_CALLS = `
insert into idempotency_keys (account_id, key, fingerprint, call_id, contact_snapshot)
select r.account_id, r.key, r.fingerprint, c.id, t.additional_data
from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) r (account_id, key, fingerprint, call_id)
join calls c on c.account_id = r.account_id and c.id = r.call_id
join contacts t on t.account_id = c.account_id and t.id = c.contact_id
on conflict (account_id, key) do update set fingerprint = excluded.fingerprint, call_id = excluded.call_id,
  contact_snapshot = excluded.contact_snapshot, created_at = now()`;
