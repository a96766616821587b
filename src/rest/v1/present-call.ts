import { lowerCase, shapeOf } from '../answer';
import type { V1CallDetailFragment, V1CallFragment } from '../documents.generated';

/** A call in lists: every member is there, absent values are null. `rest-v1.md`, GET /calls/{callId}. */
export function presentCall(call: V1CallFragment) {
  return {
    id: call.id,
    callSid: call.callSid,
    trackingId: call.trackingId,
    status: call.status,
    direction: call.direction.toLowerCase(),
    campaignId: call.campaignId,
    contactId: call.contactId,
    agentId: call.agentId,
    fromNumber: call.fromNumber,
    toNumber: call.toNumber,
    contactName: call.contactName,
    startTime: call.startTime,
    answeredTime: call.answeredTime,
    endTime: call.endTime,
    duration: call.durationSeconds,
    creditsReserved: call.creditsReserved,
    creditsUsed: call.creditsUsed,
    endedReason: call.endedReason,
    endedBy: call.endedBy,
    answeredBy: call.answeredBy,
    retryable: call.retryable,
    explanation: call.explanation,
    recordingUrl: call.recording.url,
    transcript: call.transcript.text,
    transcriptStatus: call.transcript.status,
    analysisStatus: call.analysis.status,
    createdAt: call.createdAt,
    updatedAt: call.updatedAt,
  };
}

/** What {@link presentCall} makes of a call. */
export const CALL = shapeOf<ReturnType<typeof presentCall>>('Call', 'One phone call.', {
  id: 'id',
  callSid: 'callSid',
  trackingId: 'trackingId',
  status: 'status',
  direction: lowerCase('direction'),
  campaignId: 'campaignId',
  contactId: 'contactId',
  agentId: 'agentId',
  fromNumber: 'fromNumber',
  toNumber: 'toNumber',
  contactName: 'contactName',
  startTime: 'startTime',
  answeredTime: 'answeredTime',
  endTime: 'endTime',
  duration: 'durationSeconds',
  creditsReserved: 'creditsReserved',
  creditsUsed: 'creditsUsed',
  endedReason: 'endedReason',
  endedBy: 'endedBy',
  answeredBy: 'answeredBy',
  retryable: 'retryable',
  explanation: 'explanation',
  recordingUrl: 'recording.url',
  transcript: 'transcript.text',
  transcriptStatus: 'transcript.status',
  analysisStatus: 'analysis.status',
  createdAt: 'createdAt',
  updatedAt: 'updatedAt',
});

/** A call on its own: with what belongs to it. */
export function presentCallDetail(call: V1CallFragment & V1CallDetailFragment) {
  const { agent, contact, campaign, events } = call;
  return Object.assign(presentCall(call), { agent, contact, campaign, events });
}

/** What {@link presentCallDetail} makes of a call. */
export const CALL_DETAIL = shapeOf<ReturnType<typeof presentCallDetail>>(
  'CallDetail',
  'One phone call, with what belongs to it.',
  { ...CALL.members, agent: 'agent', contact: 'contact', campaign: 'campaign', events: 'events' },
);
