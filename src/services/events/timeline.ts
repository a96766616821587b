import { AnalysisStatus, RecordingStatus } from '../../entities/enums';
import { badInput, type Issues } from '../../errors';
import type { CallSummary } from '../calls/call';
import type { CallEvent } from '../calls/call-event';
import type { Domain } from '../domain';
import { checkedSize } from '../paging';
import { ToldTurns } from '../transcripts/told-turns';
import type { Turn } from '../transcripts/turn';
import { BEGINNING, decodePosition, encodePosition, type Position } from './position';
import type { TimelineRow } from './timeline-row';

/** One thing that happened to a call: a milestone, or something that was said. */
export interface TimelineEntry {
  /** The place behind it. */
  cursor: string;
  event: CallEvent | null;
  turn: Turn | null;
}

/** A part of a call's timeline. */
export interface Timeline {
  entries: TimelineEntry[];
  /** Cursor of what comes behind this part, even of an empty one. */
  endCursor: string;
  hasMore: boolean;
  /** Nothing more will happen to the call, unless somebody has it analyzed again. */
  isOver: boolean;
}

/** What of a timeline is wanted. */
export interface TimelineRequest {
  first?: number | null;
  after?: string | null;
  /** Whether what was said is part of it. */
  turns?: boolean | null;
}

/** A place on a timeline. */
interface Place {
  position: Position;
  told: ToldTurns;
}

const FEED = 'timeline';

/**
 * What happened to a call in the order in which it became known; a turn comes when it begins and again when it is complete.
 * @throws AppError BAD_USER_INPUT that names every argument that is wrong
 */
export async function timelineOf(
  { loaders }: Pick<Domain, 'loaders'>,
  call: CallSummary,
  { first, after, turns }: TimelineRequest,
): Promise<Timeline> {
  const issues: Issues = {};
  const size = checkedSize('first', first, issues);
  const start = after == null ? { position: BEGINNING, told: ToldTurns.none } : decode(after, call.id);
  if (!start) issues.after = ['Not a cursor of this list'];
  if (!start || Object.keys(issues).length > 0) throw badInput(issues);
  const [events, said] = await Promise.all([
    loaders.timelineOfCall.load(call),
    turns && call.turns > 0 ? loaders.turnsOfCall.load(call) : [],
  ]);
  const news = merge(
    eventsAfter(
      events.filter(({ settled }) => settled),
      start.position,
    ),
    said.filter((turn) => start.told.isNews(turn)),
  );
  let place: Place = start;
  const entries = news.slice(0, size).map((item): TimelineEntry => {
    place = 'type' in item ? { ...place, position: item } : { ...place, told: place.told.with(item) };
    return { cursor: encode(place, call.id), event: 'type' in item ? item : null, turn: 'type' in item ? null : item };
  });
  const hasMore = news.length > size;
  return {
    entries,
    endCursor: encode(place, call.id),
    hasMore,
    isOver: !hasMore && isOver(call) && events.every(({ settled }) => settled),
  };
}

/** The place is that of its event; one of no event is told by its number. */
function eventsAfter(events: TimelineRow[], { transaction, id }: Position): TimelineRow[] {
  const at = events.findIndex((event) => event.id === id);
  return at >= 0 ? events.slice(at + 1) : events.filter((event) => BigInt(event.transaction) > BigInt(transaction));
}

/** Milestones keep their order and turns theirs; between the two the clock decides. */
function merge(events: TimelineRow[], turns: Turn[]): Array<TimelineRow | Turn> {
  const merged: Array<TimelineRow | Turn> = [];
  let next = 0;
  for (const event of events) {
    for (let turn = turns[next]; turn && turn.startedAt < event.occurredAt; turn = turns[++next]) merged.push(turn);
    merged.push(event);
  }
  return [...merged, ...turns.slice(next)];
}

const UNANALYZED: ReadonlyArray<AnalysisStatus | null> = [AnalysisStatus.PENDING, AnalysisStatus.PROCESSING];
const UNRECORDED: ReadonlyArray<RecordingStatus | null> = [RecordingStatus.PENDING, RecordingStatus.IN_PROGRESS];

function isOver({ endTime, analysisStatus, recordingStatus }: CallSummary): boolean {
  return endTime !== null && !UNANALYZED.includes(analysisStatus) && !UNRECORDED.includes(recordingStatus);
}

function encode({ position, told }: Place, callId: string): string {
  return encodePosition(FEED, position, [callId, told.write()]);
}

/** Null: it is no place on this call's timeline. */
function decode(text: string, callId: string): Place | null {
  const decoded = decodePosition(FEED, text);
  const told = ToldTurns.read(decoded?.rest[1] ?? '');
  return decoded && told && decoded.rest.length === 2 && decoded.rest[0] === callId
    ? { position: decoded.position, told }
    : null;
}
