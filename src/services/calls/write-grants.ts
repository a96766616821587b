import type { QueryConfig } from 'pg';
import { uuidv7 } from 'uuidv7';
import { TIMES_AS_TEXTS } from '../../database/timestamps';
import { CallDirection, CallStatus, CampaignStatus, DialState, RecordingStatus } from '../../entities/enums';
import { dataOfRequest } from '../contacts/kept-data';
import type { Domain } from '../domain';
import type { IsoTime } from '../iso-time';
import type { AdmissionFacts, AdmissionRequest, AdmittedAgent } from './admission';
import { WRITE_GRANTS } from './admission-sql';
import type { Admission, LockedRoom } from './admit-batch';
import { NOTHING_YET } from './call';

/** A granted request with everything that is written for it. */
export interface Grant {
  kind: 'grant';
  request: AdmissionRequest;
  callId: string;
  trackingId: string;
  campaignId: string;
  campaignName: string;
  fromNumber: string;
  hold: number;
  agent: AdmittedAgent;
  seq: number;
  balanceAfter: number;
  reservedAfter: number;
}

/** Names everything that a grant creates. `room` is the account's balance with this grant booked. */
export function newGrant(
  request: AdmissionRequest,
  { agent }: AdmissionFacts,
  room: LockedRoom,
  { hold, fromNumber }: { hold: number; fromNumber: string },
): Grant {
  if (!agent) throw new Error('a call cannot be granted without an agent');
  return {
    kind: 'grant',
    request,
    callId: uuidv7(),
    trackingId: uuidv7(),
    campaignId: uuidv7(),
    campaignName: `API Single Call - ${request.contactName ?? request.toNumber}`,
    fromNumber,
    hold,
    agent,
    seq: room.seq,
    balanceAfter: room.balance,
    reservedAfter: room.reserved,
  };
}

/** What the database adds to a grant. */
export interface WrittenGrant {
  /** The call's. */
  id: string;
  contactId: string;
  additionalData: Record<string, unknown>;
  metadata: Record<string, unknown>;
  contactCreatedAt: IsoTime;
  contactUpdatedAt: IsoTime;
  startTime: IsoTime;
}

/** Who writes them. */
type Server = Pick<Domain, 'timing' | 'serverId'>;

/**
 * The one statement that writes grants: calls, holds, balances, contacts, campaigns, first events and idempotency keys. It
 * returns a {@link WrittenGrant} a grant. Null when there is nothing to write.
 */
export function grantsStatement(grants: Grant[], rooms: LockedRoom[], server: Server): QueryConfig | null {
  if (grants.length === 0) return null;
  return {
    name: 'write-grants',
    text: WRITE_GRANTS,
    values: [
      JSON.stringify(grants.map((grant) => callRow(grant, server))),
      JSON.stringify(contactRows(grants)),
      JSON.stringify(rooms.map(balanceRow)),
    ],
    types: TIMES_AS_TEXTS,
  };
}

function callRow(grant: Grant, { timing, serverId }: Server): Record<string, unknown> {
  return {
    account_id: grant.request.accountId,
    id: grant.callId,
    tracking_id: grant.trackingId,
    agent_id: grant.request.agentId,
    agent_version: grant.agent.version,
    campaign_id: grant.campaignId,
    campaign_name: grant.campaignName,
    from_number: grant.fromNumber,
    to_number: grant.request.toNumber,
    contact_name: grant.request.contactName,
    contact_data: grant.request.contactData,
    max_duration_seconds: grant.agent.maxDurationSeconds,
    credits_per_minute: grant.agent.creditsPerMinute,
    hold: grant.hold,
    seq: grant.seq,
    balance_after: grant.balanceAfter,
    reserved_after: grant.reservedAfter,
    entry_id: uuidv7(),
    event_id: uuidv7(),
    key: grant.request.idempotencyKey,
    fingerprint: grant.request.fingerprint,
    recording_status: recordingOf(grant),
    check_seconds: timing.pendingSeconds,
    dialler: serverId,
  };
}

function recordingOf({ agent }: Grant): RecordingStatus | null {
  return agent.record ? RecordingStatus.PENDING : null;
}

function balanceRow(room: LockedRoom): Record<string, unknown> {
  return { account_id: room.accountId, reserved: room.reserved, active_calls: room.activeCalls, seq: room.seq };
}

/** One row a person, however many of the batch's calls go to them: a statement cannot touch a row twice. */
function contactRows(grants: Grant[]): Array<Record<string, unknown>> {
  const merged = new Map<string, { account_id: string; id: string; phone_number: string; additional_data: object }>();
  for (const { request } of grants) {
    const key = `${request.accountId} ${request.toNumber}`;
    const known = merged.get(key);
    merged.set(key, {
      account_id: request.accountId,
      id: known?.id ?? uuidv7(),
      phone_number: request.toNumber,
      additional_data: { ...known?.additional_data, ...dataOfRequest(request) },
    });
  }
  return [...merged.values()];
}

/** What a client is told of a grant that was written. */
export function admissionOf(grant: Grant, row: WrittenGrant | undefined): Admission {
  if (!row) throw new Error(`call ${grant.callId} was not written`);
  const { accountId } = grant.request;
  return {
    kind: 'granted',
    wishes: { machineDetection: grant.agent.machineDetection, record: grant.agent.record },
    call: {
      accountId,
      id: grant.callId,
      callSid: null,
      trackingId: grant.trackingId,
      direction: CallDirection.OUTBOUND,
      status: CallStatus.INITIATED,
      dial: DialState.PENDING,
      agentId: grant.request.agentId,
      contactId: row.contactId,
      campaignId: grant.campaignId,
      fromNumber: grant.fromNumber,
      toNumber: grant.request.toNumber,
      contactName: grant.request.contactName,
      contactData: grant.request.contactData,
      startTime: row.startTime,
      ...NOTHING_YET,
      maxDurationSeconds: grant.agent.maxDurationSeconds,
      creditsReserved: grant.hold,
      creditsUsed: grant.hold,
      agentVersion: grant.agent.version,
      recordingStatus: recordingOf(grant),
      createdAt: row.startTime,
      updatedAt: row.startTime,
    },
    contact: {
      accountId,
      id: row.contactId,
      phoneNumber: grant.request.toNumber,
      additionalData: row.additionalData,
      metadata: row.metadata,
      createdAt: row.contactCreatedAt,
      updatedAt: row.contactUpdatedAt,
    },
    campaign: {
      accountId,
      id: grant.campaignId,
      name: grant.campaignName,
      status: CampaignStatus.ACTIVE,
      temporary: true,
      createdAt: row.startTime,
      updatedAt: row.startTime,
    },
  };
}
