import { inCausalOrder } from '../../src/services/calls/call-event';
import { explain, isRetryable } from '../../src/services/calls/ended-reasons';
import type { CallRow, DetailRow } from './reads';

/** A call as the REST surface shows it. */
export function callBody(row: CallRow) {
  const over = row.endTime !== null;
  return {
    id: row.id,
    callSid: row.callSid,
    trackingId: row.trackingId,
    status: row.status,
    direction: row.direction.toLowerCase(),
    campaignId: row.campaignId,
    contactId: row.contactId,
    agentId: row.agentId,
    fromNumber: row.fromNumber,
    toNumber: row.toNumber,
    contactName: row.contactName,
    startTime: row.startTime,
    answeredTime: row.answeredTime,
    endTime: row.endTime,
    duration: row.durationSeconds,
    creditsReserved: row.creditsReserved,
    creditsUsed: row.creditsUsed,
    endedReason: row.endedReason,
    endedBy: row.endedBy,
    answeredBy: row.answeredBy,
    retryable: isRetryable(row.endedReason),
    explanation: explain(row),
    recordingUrl: null,
    transcript: null,
    transcriptStatus: over ? 'SKIPPED' : 'PENDING',
    analysisStatus: over ? 'SKIPPED' : 'PENDING',
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** A call with what belongs to it. */
export function detailBody(row: DetailRow) {
  return {
    ...callBody(row),
    agent: { id: row.agentId, name: row.agentName },
    contact: { id: row.contactId, phoneNumber: row.phoneNumber, additionalData: row.additionalData },
    campaign: row.campaignId && { id: row.campaignId, name: row.campaignName, status: row.campaignStatus },
    events: row.events.toSorted(inCausalOrder),
  };
}

/** A first page of calls. */
export function listBody(rows: Array<CallRow & { total: number }>, limit: number) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit;
  const total = rows[0]?.total ?? 0;
  const nextCursor =
    hasMore && last ? Buffer.from(`calls ${last.startTime.toISOString()} ${last.id}`).toString('base64url') : null;
  return {
    calls: page.map(callBody),
    pagination: { page: 1, limit, total, totalPages: Math.ceil(total / limit), hasMore, nextCursor },
  };
}
