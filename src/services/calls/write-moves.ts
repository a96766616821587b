import type { QueryConfig } from 'pg';
import { uuidv7 } from 'uuidv7';
import { CallStatus } from '../../entities/enums';
import type { NewCallEvent } from './call-events';
import type { CallState } from './call-state';
import { differs, type LockedCall, STATE_COLUMNS } from './lock-calls';

/** What a fact does to a call. */
export interface Move {
  call: LockedCall;
  before: CallState;
  after: CallState;
  /** Milestones that the fact brings, those that the call has already included. */
  events: NewCallEvent[];
  /** The call ends by it. */
  ends: boolean;
  /** The provider refused to dial, so the call's campaign goes. */
  refused: boolean;
  /** Credits charged, or held as long as the call lives. */
  creditsUsed: number;
  /** Whether a client is owed an answer from now on; null: as before. */
  answerOwed: boolean | null;
  /** No server has it dialled any more: the outcome is known to whoever did, or will not be. */
  placed: boolean;
  /** The provider's list is to be asked after so long whether it has the call; null: that is known. */
  reconcileSeconds: number | null;
  /** Somebody must look after the call if nothing is heard for so long. */
  checkSeconds: number;
}

interface Column<T> {
  name: string;
  type: string;
  value: (row: T) => unknown;
}

const MOVED: ReadonlyArray<Column<Move>> = [
  { name: 'account_id', type: 'uuid', value: ({ call }) => call.accountId },
  { name: 'id', type: 'uuid', value: ({ call }) => call.id },
  ...STATE_COLUMNS.map(([name, type, property]) => ({ name, type, value: ({ after }: Move) => after[property] })),
  { name: 'credits_used', type: 'int', value: ({ creditsUsed }) => creditsUsed },
  { name: 'ends', type: 'bool', value: ({ ends }) => ends },
  { name: 'refused', type: 'bool', value: ({ refused }) => refused },
  { name: 'answer_owed', type: 'bool', value: ({ answerOwed }) => answerOwed },
  { name: 'placed', type: 'bool', value: ({ placed }) => placed },
  { name: 'reconcile_seconds', type: 'float8', value: ({ reconcileSeconds }) => reconcileSeconds },
  { name: 'check_seconds', type: 'float8', value: ({ checkSeconds }) => checkSeconds },
];

interface EventOfCall {
  call: LockedCall;
  event: NewCallEvent;
}

const EVENTS: ReadonlyArray<Column<EventOfCall>> = [
  { name: 'account_id', type: 'uuid', value: ({ call }) => call.accountId },
  { name: 'id', type: 'uuid', value: () => uuidv7() },
  { name: 'call_id', type: 'uuid', value: ({ call }) => call.id },
  { name: 'type', type: 'text', value: ({ event }) => event.type },
  { name: 'status', type: 'text', value: ({ event }) => event.status },
  { name: 'source', type: 'text', value: ({ event }) => event.source },
  { name: 'occurred_at', type: 'timestamptz', value: ({ event }) => event.occurredAt },
  { name: 'detail', type: 'jsonb', value: ({ event }) => event.detail && JSON.stringify(event.detail) },
];

const parameters = <T>(columns: ReadonlyArray<Column<T>>, first: number): string =>
  columns.map(({ type }, index) => `$${first + index}::${type}[]`).join(', ');

const names = <T>(columns: ReadonlyArray<Column<T>>): string => columns.map(({ name }) => name).join(', ');

/** Somebody answered, so that there may be something to analyse and to hear. */
const TALKED = `(m.status = '${CallStatus.COMPLETED}')`;

const WRITE_MOVES = `
with event as (
  insert into call_events (${names(EVENTS)})
  select * from unnest(${parameters(EVENTS, 1)})
  on conflict (account_id, call_id, type) do nothing
)
update calls c set ${STATE_COLUMNS.map(([name]) => `${name} = m.${name}`).join(', ')},
  credits_used = m.credits_used, campaign_id = case when m.refused then null else c.campaign_id end,
  analysis_status = case when not m.ends then c.analysis_status when ${TALKED} then 'PENDING' else 'SKIPPED' end,
  recording_status = case when m.ends and not ${TALKED} and c.recording_status is not null then 'SKIPPED'
    else c.recording_status end,
  recording_check_at = case when m.ends and ${TALKED} and c.recording_status in ('PENDING', 'IN_PROGRESS')
    then now() + make_interval(secs => m.check_seconds) else c.recording_check_at end,
  dialler = case when m.placed then null else c.dialler end,
  reconcile_at = case when m.reconcile_seconds is not null
    then coalesce(c.reconcile_at, now() + make_interval(secs => m.reconcile_seconds)) end,
  answer_owed = coalesce(m.answer_owed, c.answer_owed), check_at = now() + make_interval(secs => m.check_seconds),
  updated_at = now()
from unnest(${parameters(MOVED, EVENTS.length + 1)}) m (${names(MOVED)})
where c.account_id = m.account_id and c.id = m.id`;

/**
 * The one statement that writes milestones, each at most once for a call, and the states of calls that change. Null when
 * there is nothing to write.
 */
export function movesStatement(moves: Move[]): QueryConfig | null {
  const events = moves.flatMap(({ call, events }) => events.map((event) => ({ call, event })));
  const moved = moves.filter(
    ({ call, before, after, placed }) => differs(before, after) || (placed && call.dialler !== null),
  );
  if (events.length === 0 && moved.length === 0) return null;
  const values = [...EVENTS.map(({ value }) => events.map(value)), ...MOVED.map(({ value }) => moved.map(value))];
  return { name: 'write-moves', text: WRITE_MOVES, values };
}
