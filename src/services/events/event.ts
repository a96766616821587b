import { AnalysisStatus, CallEventType, type CallStatus } from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** What an account is told of: the events that webhooks carry. */
export enum EventType {
  CALL_INITIATED = 'CALL_INITIATED',
  CALL_RINGING = 'CALL_RINGING',
  CALL_ANSWERED = 'CALL_ANSWERED',
  CALL_COMPLETED = 'CALL_COMPLETED',
  ANALYSIS_COMPLETED = 'ANALYSIS_COMPLETED',
}

/** The milestones that are events. A call is settled once, when it ends, however its end was learnt. */
const EVENT_TYPES = {
  [CallEventType.INITIATED]: EventType.CALL_INITIATED,
  [CallEventType.RINGING]: EventType.CALL_RINGING,
  [CallEventType.ANSWERED]: EventType.CALL_ANSWERED,
  [CallEventType.SETTLED]: EventType.CALL_COMPLETED,
  [CallEventType.ANALYZED]: EventType.ANALYSIS_COMPLETED,
} as const satisfies Partial<Record<CallEventType, EventType>>;

type Milestone = keyof typeof EVENT_TYPES;

/** The milestones that are events, as a list of SQL literals. */
export const MILESTONES_SQL = Object.keys(EVENT_TYPES)
  .map((type) => `'${type}'`)
  .join(', ');

/** Something that an account is told of. */
export interface AccountEvent {
  accountId: string;
  id: string;
  callId: string;
  type: EventType;
  /** The call's status once it was known. */
  status: CallStatus;
  occurredAt: IsoTime;
  /** How the analysis went; null unless the event is about that. */
  analysisStatus: AnalysisStatus | null;
}

/** An event as the database gives it. */
export interface EventRow extends Omit<AccountEvent, 'type' | 'analysisStatus'> {
  milestone: Milestone;
  detail: Record<string, unknown> | null;
}

/** The select list of an {@link EventRow}; the table is `call_events t`. */
export const EVENT_COLUMNS = `t.account_id "accountId", t.id, t.call_id "callId", t.type "milestone", t.status,
  t.occurred_at "occurredAt", t.detail`;

/** An event as it is shown. */
export function toEvent({ milestone, detail, ...row }: EventRow): AccountEvent {
  const analysisStatus = AnalysisStatus[detail?.analysis as AnalysisStatus] ?? null;
  return { ...row, type: EVENT_TYPES[milestone], analysisStatus };
}
