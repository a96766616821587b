import { CallEventType, type CallStatus } from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** A milestone of a call as it is read. */
export interface CallEvent {
  id: string;
  type: CallEventType;
  status: CallStatus;
  source: string;
  occurredAt: IsoTime;
  detail: Record<string, unknown> | null;
}

/** The select list of a {@link CallEvent}; the table is `call_events t`. */
export const CALL_EVENT_COLUMNS = `t.id, t.type, t.status, t.source, t.occurred_at "occurredAt", t.detail`;

const CAUSAL_ORDER = [
  CallEventType.INITIATED,
  CallEventType.OUTCOME_UNKNOWN,
  CallEventType.RECONCILED,
  CallEventType.DIALED,
  CallEventType.RINGING,
  CallEventType.ANSWERED,
  CallEventType.TALK_STARTED,
  CallEventType.MACHINE_DETECTED,
  CallEventType.TALK_ENDED,
  CallEventType.ENDED,
  CallEventType.SETTLED,
  CallEventType.RECORDING_READY,
  CallEventType.ANALYZED,
];
const POSITION = new Map(CAUSAL_ORDER.map((type, index) => [type, index]));

/**
 * Sorts milestones as they follow from each other. The provider's clock has whole seconds and its reports come in any
 * order, so neither time of occurrence nor time of arrival can tell.
 */
export function inCausalOrder(a: Pick<CallEvent, 'type'>, b: Pick<CallEvent, 'type'>): number {
  return (POSITION.get(a.type) ?? 0) - (POSITION.get(b.type) ?? 0);
}
