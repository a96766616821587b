import { CALL_EVENT_COLUMNS, type CallEvent } from '../calls/call-event';
import { SETTLED_BEFORE } from './position';

/** A milestone with its place in the feed. */
export interface TimelineRow extends CallEvent {
  transaction: string;
  /** Whether nothing can come before it any more. */
  settled: boolean;
}

/** The select list of a {@link TimelineRow}; the table is `call_events t`. */
export const TIMELINE_COLUMNS = `${CALL_EVENT_COLUMNS}, t.transaction,
  t.transaction < ${SETTLED_BEFORE} "settled"`;

/** Sorts milestones as they can be followed: none appears before one that was there. */
export function inTimelineOrder(a: TimelineRow, b: TimelineRow): number {
  const [before, behind] = [BigInt(a.transaction), BigInt(b.transaction)];
  if (before !== behind) return before < behind ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
