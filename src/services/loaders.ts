import type DataLoader from 'dataloader';
import type { Pool } from 'pg';
import { TIMES_AS_TEXTS } from '../database/timestamps';
import { AGENT_COLUMNS, type Agent } from './agents/agent';
import { type AgentVersion, VERSION_COLUMNS } from './agents/agent-version';
import { ANALYSIS_COLUMNS, type Analysis } from './analyses/analysis';
import { batched } from './batched';
import { CALL_COLUMNS, type Call } from './calls/call';
import {
  CALL_DETAIL_COLUMNS,
  CALL_DETAIL_TABLES,
  type CallDetail,
  type CallDetailRow,
  toCallDetail,
} from './calls/call-detail';
import { CALL_EVENT_COLUMNS, type CallEvent, inCausalOrder } from './calls/call-event';
import { callCounter } from './calls/count-calls';
import { CAMPAIGN_COLUMNS, type Campaign } from './campaigns/campaign';
import { CONTACT_COLUMNS, type Contact } from './contacts/contact';
import { CREDIT_ENTRY_COLUMNS, type CreditEntry } from './credits/credit-entry';
import { type AccountEvent, EVENT_COLUMNS, type EventRow, MILESTONES_SQL, toEvent } from './events/event';
import { inTimelineOrder, TIMELINE_COLUMNS, type TimelineRow } from './events/timeline-row';
import { FirstPages } from './first-pages';
import { isUuid } from './ids';
import { PHONE_NUMBER_COLUMNS, type PhoneNumber } from './phone-numbers/phone-number';
import { TURN_COLUMNS, type Turn } from './transcripts/turn';

/** Names one row of one account. The account is part of every look-up, so a foreign id finds nothing. */
export interface Ref {
  accountId: string;
  id: string;
}

export type Loader<Row> = DataLoader<Ref, Row>;

/** Look-ups by key. What concurrent requests ask for at the same time is one statement; nothing is cached. */
export interface Loaders {
  callById: Loader<Call | null>;
  callDetail: Loader<CallDetail | null>;
  callByTrackingId: Loader<Call | null>;
  callBySid: Loader<Call | null>;
  agent: Loader<Agent | null>;
  /** An agent's latest version, if it is not approved. */
  proposalOfAgent: Loader<AgentVersion | null>;
  contact: Loader<Contact | null>;
  campaign: Loader<Campaign | null>;
  phoneNumber: Loader<PhoneNumber | null>;
  event: Loader<AccountEvent | null>;
  eventsOfCall: Loader<CallEvent[]>;
  /** In the order of the feed. */
  timelineOfCall: Loader<TimelineRow[]>;
  entriesOfCall: Loader<CreditEntry[]>;
  turnsOfCall: Loader<Turn[]>;
  analysisOfCall: Loader<Analysis | null>;
  /** How many calls an account has, by its id. */
  callCount: DataLoader<string, number>;
  firstPages: FirstPages;
}

/** Makes the look-ups of one process. */
export function createLoaders(pool: Pool): Loaders {
  return {
    callById: one<Call>(pool, { name: 'call', columns: CALL_COLUMNS, from: 'calls c', key: 'c.id' }),
    callDetail: one<CallDetailRow, CallDetail>(
      pool,
      { name: 'call-detail', columns: CALL_DETAIL_COLUMNS, from: CALL_DETAIL_TABLES, key: 'c.id' },
      toCallDetail,
    ),
    callByTrackingId: one<Call>(pool, {
      name: 'call-tracking',
      columns: CALL_COLUMNS,
      from: 'calls c',
      key: 'c.tracking_id',
    }),
    callBySid: one<Call>(pool, {
      name: 'call-sid',
      columns: CALL_COLUMNS,
      from: 'calls c',
      key: 'c.provider_sid',
      type: 'text',
    }),
    agent: one<Agent>(pool, { name: 'agent', columns: AGENT_COLUMNS, from: 'agents t', key: 't.id' }),
    proposalOfAgent: one<AgentVersion>(pool, {
      name: 'agent-proposal',
      columns: VERSION_COLUMNS,
      from: 'agent_versions v',
      key: 'v.agent_id',
      where: `v.status <> 'APPROVED' and not exists (select from agent_versions l
        where l.account_id = v.account_id and l.agent_id = v.agent_id and l.version > v.version)`,
    }),
    contact: one<Contact>(pool, { name: 'contact', columns: CONTACT_COLUMNS, from: 'contacts t', key: 't.id' }),
    campaign: one<Campaign>(pool, { name: 'campaign', columns: CAMPAIGN_COLUMNS, from: 'campaigns t', key: 't.id' }),
    phoneNumber: one<PhoneNumber>(pool, {
      name: 'phone-number',
      columns: PHONE_NUMBER_COLUMNS,
      from: 'phone_numbers t',
      key: 't.id',
    }),
    event: one<EventRow, AccountEvent>(
      pool,
      {
        name: 'event',
        columns: EVENT_COLUMNS,
        from: 'call_events t',
        key: 't.id',
        where: `t.type in (${MILESTONES_SQL})`,
      },
      toEvent,
    ),
    eventsOfCall: many<CallEvent>(pool, 'call-events', CALL_EVENT_COLUMNS, 'call_events t', inCausalOrder),
    timelineOfCall: many<TimelineRow>(pool, 'call-timeline', TIMELINE_COLUMNS, 'call_events t', inTimelineOrder),
    entriesOfCall: many(pool, 'call-entries', CREDIT_ENTRY_COLUMNS, 'credit_entries t', (a, b) => a.seq - b.seq),
    turnsOfCall: many<Turn>(pool, 'call-turns', TURN_COLUMNS, 'transcript_turns t', (a, b) => a.index - b.index),
    analysisOfCall: one<Analysis>(pool, {
      name: 'call-analysis',
      columns: ANALYSIS_COLUMNS,
      from: 'call_analyses t',
      key: 't.call_id',
    }),
    callCount: callCounter(pool),
    firstPages: new FirstPages(pool),
  };
}

/** A row with the place, from 1, of the key that found it. */
type Keyed<Row> = Row & { nth: number };

/** Where rows are looked up. */
interface LookUp {
  /** Names the statement. */
  name: string;
  columns: string;
  /** Tables with their aliases; the first has the account. */
  from: string;
  /** The column that identifies a row within its account, with its alias. */
  key: string;
  type?: 'uuid' | 'text';
  /** Which rows count; all unless given. */
  where?: string;
}

function one<Read extends object, Row extends object = Read>(
  pool: Pool,
  { name, columns, from, key, type = 'uuid', where = 'true' }: LookUp,
  present: (row: Read) => Row = (row) => row as object as Row,
): Loader<Row | null> {
  const account = `${key.split('.')[0]}.account_id`;
  const text = `select ${columns}, k.nth::int from ${from}
    join unnest($1::uuid[], $2::${type}[]) with ordinality k (account_id, id, nth)
      on ${account} = k.account_id and ${key} = k.id where ${where}`;
  return batched(async (refs: readonly Ref[]) => {
    const config = { name: `load-${name}`, text, values: columnsOf(refs), types: TIMES_AS_TEXTS };
    const { rows } = await pool.query<Keyed<Read>>(config);
    const found = refs.map((): Row | null => null);
    for (const row of rows) found[row.nth - 1] = present(row);
    return found;
  }, keyOf);
}

/** The rows that belong to a call, in the order that `compare` gives. */
function many<Row extends object>(
  pool: Pool,
  name: string,
  columns: string,
  table: string,
  compare: (a: Row, b: Row) => number,
): Loader<Row[]> {
  const text = `select ${columns}, k.nth::int from ${table}
    join unnest($1::uuid[], $2::uuid[]) with ordinality k (account_id, id, nth)
      on t.account_id = k.account_id and t.call_id = k.id`;
  return batched(async (refs: readonly Ref[]) => {
    const config = { name: `load-${name}`, text, values: columnsOf(refs), types: TIMES_AS_TEXTS };
    const { rows } = await pool.query<Keyed<Row>>(config);
    const found = refs.map((): Row[] => []);
    for (const row of rows) found[row.nth - 1]?.push(row);
    return found.map((own) => own.sort(compare));
  }, keyOf);
}

function columnsOf(refs: readonly Ref[]): [string[], string[]] {
  return [refs.map((ref) => ref.accountId), refs.map((ref) => ref.id)];
}

function keyOf({ accountId, id }: Ref): string {
  return `${accountId} ${id}`;
}

/** Finds a row by an id that a client gave, in either case; what is no UUID names nothing. */
export async function findById<Row>(loader: Loader<Row | null>, accountId: string, id: string): Promise<Row | null> {
  return isUuid(id) ? loader.load({ accountId, id: id.toLowerCase() }) : null;
}
