import type { Pool } from 'pg';
import type { CallEventType } from '../../src/entities/enums';
import { CALL_SUMMARY_COLUMNS, type CallSummary } from '../../src/services/calls/call';

/** A call as pg reads it. */
export interface CallRow extends Omit<CallSummary, 'startTime'> {
  startTime: Date;
}

/** A call with what belongs to it, as one joined row. */
export interface DetailRow extends CallRow {
  agentName: string;
  phoneNumber: string;
  additionalData: Record<string, unknown>;
  campaignName: string | null;
  campaignStatus: string | null;
  events: Array<{ type: CallEventType; status: string; occurredAt: string; detail: Record<string, unknown> | null }>;
}

const DETAIL = `
select ${CALL_SUMMARY_COLUMNS}, a.name "agentName", t.phone_number "phoneNumber", t.additional_data "additionalData",
  g.name "campaignName", g.status "campaignStatus", e.events
from calls c
join agents a on a.account_id = c.account_id and a.id = c.agent_id
join contacts t on t.account_id = c.account_id and t.id = c.contact_id
left join campaigns g on g.account_id = c.account_id and g.id = c.campaign_id
cross join lateral (
  select json_agg(json_build_object('type', e.type, 'status', e.status, 'occurredAt',
    to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'detail', e.detail)) events
  from call_events e where e.account_id = c.account_id and e.call_id = c.id
) e
where c.account_id = $1 and c.id = $2`;

const LIST = `
select ${CALL_SUMMARY_COLUMNS}, (select count(*)::int from calls where account_id = $1) total
from calls c where c.account_id = $1 order by c.start_time desc, c.id desc limit $2`;

/** One call in one query. */
export async function readDetail(pool: Pool, accountId: string, id: string): Promise<DetailRow | undefined> {
  const { rows } = await pool.query<DetailRow>({ name: 'detail', text: DETAIL, values: [accountId, id] });
  return rows[0];
}

/** The newest calls, one more than asked for, and how many there are, in one query. */
export async function readList(
  pool: Pool,
  accountId: string,
  limit: number,
): Promise<Array<CallRow & { total: number }>> {
  const values = [accountId, limit + 1];
  const { rows } = await pool.query<CallRow & { total: number }>({ name: 'list', text: LIST, values });
  return rows;
}
