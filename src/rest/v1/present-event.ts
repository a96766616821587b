import { lowerCase, shaped, shapeOf } from '../answer';
import type { AnalysisStatus, V1EventFragment } from '../documents.generated';
import { ANALYSIS, presentAnalysisBody } from './present-analysis';
import { CALL, presentCall } from './present-call';
import { STATUSES } from './statuses';

/** How an analysis went, in the words of the notifications. None is told of before it is over. */
const ANALYSIS_WORDS: Readonly<Partial<Record<AnalysisStatus, string>>> = {
  COMPLETED: 'success',
  SKIPPED: 'no_transcript',
  FAILED: 'failed',
};

/** An event as integrators are notified of it. `rest-v1.md`, notifications. */
export function presentEvent(event: V1EventFragment) {
  const { call, analysis, analysisStatus } = event;
  const isOver = event.type === 'CALL_COMPLETED' || event.type === 'ANALYSIS_COMPLETED';
  return {
    id: event.id,
    event: event.type.toLowerCase(),
    callSid: call.callSid,
    callId: call.id,
    contactId: call.contactId,
    callType: call.direction.toLowerCase(),
    status: (analysisStatus && ANALYSIS_WORDS[analysisStatus]) ?? event.status,
    duration: isOver ? call.durationSeconds : null,
    timestamp: event.occurredAt,
    error: errorOf(event),
    call: presentCall(call),
    analysis: analysis && analysisStatus === 'COMPLETED' ? presentAnalysisBody(analysis) : null,
  };
}

/** Why there is nothing to be glad of; null: there is. */
function errorOf({ type, status, analysisStatus, analysis, call }: V1EventFragment): string | null {
  if (type === 'ANALYSIS_COMPLETED') return analysisStatus === 'COMPLETED' ? null : (analysis?.reason ?? null);
  return type === 'CALL_COMPLETED' && status !== 'COMPLETED' ? (call.explanation ?? null) : null;
}

/** What {@link presentEvent} makes of an event. */
export const EVENT = shapeOf<ReturnType<typeof presentEvent>>('Event', 'Something that happened to a call.', {
  id: 'id',
  event: lowerCase('type'),
  callSid: 'call.callSid',
  callId: 'call.id',
  contactId: 'call.contactId',
  callType: lowerCase('call.direction'),
  status: {
    schema: {
      type: 'string',
      enum: [...STATUSES, ...Object.values(ANALYSIS_WORDS)],
      description: 'The status of the call once this was known; of `analysis_completed`, how the analysis went.',
    },
  },
  duration: 'call.durationSeconds',
  timestamp: 'occurredAt',
  error: { schema: { type: ['string', 'null'], description: 'Why there is nothing to be glad of; null: there is.' } },
  call: shaped('call', CALL),
  analysis: shaped('analysis', ANALYSIS, 'Of `analysis_completed`, if there is one: the analysis as it stands now.'),
});
