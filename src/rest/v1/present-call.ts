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

/** A call on its own: with what belongs to it. */
export function presentCallDetail(call: V1CallFragment & V1CallDetailFragment) {
  const { agent, contact, campaign, events } = call;
  return Object.assign(presentCall(call), { agent, contact, campaign, events });
}
