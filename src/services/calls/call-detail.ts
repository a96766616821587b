import { isoTimestamp } from '../../database/timestamps';
import type { Agent } from '../agents/agent';
import type { Campaign } from '../campaigns/campaign';
import type { Contact } from '../contacts/contact';
import { CALL_SUMMARY_COLUMNS, type CallSummary, isSummary } from './call';
import { type CallEvent, inCausalOrder } from './call-event';

/** What can be read together with a call; each saves a look-up of its own. */
const DETAIL_FIELDS: ReadonlyArray<readonly [relation: string, fields: ReadonlySet<string>]> = [
  ['agent', new Set(['__typename', 'id', 'name'])],
  ['contact', new Set(['__typename', 'id', 'phoneNumber', 'additionalData'])],
  ['campaign', new Set(['__typename', 'id', 'name', 'status'])],
  ['events', new Set(['__typename', 'type', 'status', 'occurredAt', 'detail'])],
];

/** Whether something of what belongs to a call is wanted, and nothing that its detail does not have. Names are those of fields. */
export function isDetail(wanted: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const relations = DETAIL_FIELDS.filter(([relation]) => wanted.has(relation));
  return (
    relations.length > 0 &&
    isSummary(wanted) &&
    relations.every(([relation, fields]) => [...(wanted.get(relation) ?? [])].every((field) => fields.has(field)))
  );
}

/** A call with what its detail shows of that which belongs to it. */
export interface CallDetail extends CallSummary {
  agent: Pick<Agent, 'id' | 'name'>;
  contact: Pick<Contact, 'id' | 'phoneNumber' | 'additionalData'>;
  campaign: Pick<Campaign, 'id' | 'name' | 'status'> | null;
  events: Array<Pick<CallEvent, 'type' | 'status' | 'occurredAt' | 'detail'>>;
}

/** The select list of a {@link CallDetailRow}; the tables are {@link CALL_DETAIL_TABLES}. */
export const CALL_DETAIL_COLUMNS = `${CALL_SUMMARY_COLUMNS}, a.name "agentName", t.phone_number "contactNumber",
  t.additional_data "contactFacts", g.name "campaignName", g.status "campaignStatus", e.milestones`;

/** Milestones come as one JSON value: a row each would repeat the call's. */
export const CALL_DETAIL_TABLES = `calls c
  join agents a on a.account_id = c.account_id and a.id = c.agent_id
  join contacts t on t.account_id = c.account_id and t.id = c.contact_id
  left join campaigns g on g.account_id = c.account_id and g.id = c.campaign_id
  cross join lateral (
    select coalesce(json_agg(json_build_array(v.type, v.status, v.occurred_at, v.detail)), '[]') milestones
    from call_events v where v.account_id = c.account_id and v.call_id = c.id
  ) e`;

/** A call's detail as the database gives it. */
export interface CallDetailRow extends CallSummary {
  agentName: string;
  contactNumber: string;
  contactFacts: Contact['additionalData'];
  campaignName: Campaign['name'];
  campaignStatus: Campaign['status'];
  milestones: Array<[CallEvent['type'], CallEvent['status'], string, CallEvent['detail']]>;
}

/** Puts what was read with a call where it belongs. */
export function toCallDetail(row: CallDetailRow): CallDetail {
  const { agentId, contactId, campaignId } = row;
  return Object.assign(row, {
    agent: { id: agentId, name: row.agentName },
    contact: { id: contactId, phoneNumber: row.contactNumber, additionalData: row.contactFacts },
    campaign: campaignId === null ? null : { id: campaignId, name: row.campaignName, status: row.campaignStatus },
    events: row.milestones
      .map(([type, status, occurredAt, detail]) => ({ type, status, occurredAt: isoTimestamp(occurredAt), detail }))
      .sort(inCausalOrder),
  });
}
