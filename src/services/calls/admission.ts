import { DialState, EndedReason } from '../../entities/enums';
import { holdFor } from './call-money';

/** A request to place a call, as far as it needs to be decided. */
export interface AdmissionRequest {
  accountId: string;
  toNumber: string;
  agentId: string;
  fromNumberId: string | null;
  contactName: string | null;
  contactData: Record<string, unknown> | null;
  idempotencyKey: string | null;
  /** SHA-256 of the canonical input. */
  fingerprint: string;
}

/** What the database says about one request, read after its account was locked. */
export interface AdmissionFacts {
  /** Null: not of the account, or not approved. */
  agent: { maxDurationSeconds: number; creditsPerMinute: number; fromNumberId: string | null } | null;
  /** The number asked for, else the agent's; null: not of the account, inactive, or there is none. */
  fromNumber: string | null;
  /** An earlier call to the same number from the same number whose client was told to retry, and got no answer yet. */
  owedCallId: string | null;
  /** The call that the idempotency key stands for already. */
  earlier: { fingerprint: string; callId: string; dial: DialState; endedReason: EndedReason | null } | null;
}

/** What an account can still spend. Changed as requests of one batch are granted. */
export interface Room {
  balance: number;
  reserved: number;
  activeCalls: number;
  concurrentCalls: number;
}

/** What becomes of a request. `later`: it must be decided again when the rest of its batch is written. */
export type Decision =
  | { kind: 'granted'; hold: number; fromNumber: string }
  | { kind: 'replay'; callId: string }
  | { kind: 'fenced'; callId: string }
  | { kind: 'later' }
  | { kind: 'refused'; refusal: Refusal };

/** Why a call is not placed, with the figures that the client is told. */
export type Refusal =
  | { code: 'IDEMPOTENCY_KEY_REUSED' }
  | { code: 'IDEMPOTENCY_IN_PROGRESS' }
  | { code: 'AGENT_NOT_FOUND' }
  | { code: 'FROM_NUMBER_REQUIRED' }
  | { code: 'FROM_NUMBER_NOT_FOUND' }
  | { code: 'INSUFFICIENT_CREDITS'; required: number; available: number }
  | { code: 'CONCURRENCY_LIMIT'; limit: number; active: number };

/**
 * Decides one request in the order of the contract: idempotency, agent, number, fence, credits, concurrency. A grant is
 * booked in `room`, so that the next request of the batch sees it.
 * @param takenKeys idempotency keys granted earlier in the same batch; a grant adds its own
 */
export function decide(request: AdmissionRequest, facts: AdmissionFacts, room: Room, takenKeys: Set<string>): Decision {
  const repeated = decideRepetition(request, facts, takenKeys);
  if (repeated) return repeated;
  if (!facts.agent) return refused({ code: 'AGENT_NOT_FOUND' });
  if (!request.fromNumberId && !facts.agent.fromNumberId) return refused({ code: 'FROM_NUMBER_REQUIRED' });
  if (!facts.fromNumber) return refused({ code: 'FROM_NUMBER_NOT_FOUND' });
  if (facts.owedCallId) return takeKey(request, takenKeys, { kind: 'fenced', callId: facts.owedCallId });
  const hold = holdFor(facts.agent);
  const available = room.balance - room.reserved;
  if (hold > available) return refused({ code: 'INSUFFICIENT_CREDITS', required: hold, available });
  if (room.activeCalls >= room.concurrentCalls) {
    return refused({ code: 'CONCURRENCY_LIMIT', limit: room.concurrentCalls, active: room.activeCalls });
  }
  room.reserved += hold;
  room.activeCalls += 1;
  return takeKey(request, takenKeys, { kind: 'granted', hold, fromNumber: facts.fromNumber });
}

/** From now on the request's idempotency key stands for a call, so another of the batch must wait for it. */
function takeKey(request: AdmissionRequest, takenKeys: Set<string>, decision: Decision): Decision {
  if (request.idempotencyKey) takenKeys.add(keyOf(request, request.idempotencyKey));
  return decision;
}

function decideRepetition(
  request: AdmissionRequest,
  { earlier }: AdmissionFacts,
  takenKeys: Set<string>,
): Decision | null {
  if (!request.idempotencyKey) return null;
  if (takenKeys.has(keyOf(request, request.idempotencyKey))) return { kind: 'later' };
  if (!earlier || isForgotten(earlier)) return null;
  if (earlier.fingerprint !== request.fingerprint) return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
  if (earlier.dial === DialState.ACCEPTED) return { kind: 'replay', callId: earlier.callId };
  if (earlier.dial === DialState.UNKNOWN) return { kind: 'fenced', callId: earlier.callId };
  return refused({ code: 'IDEMPOTENCY_IN_PROGRESS' });
}

/** Refusals and outcomes that were never known are not results to be repeated. */
function isForgotten({ dial, endedReason }: { dial: DialState; endedReason: EndedReason | null }): boolean {
  return dial === DialState.REFUSED || (dial === DialState.UNKNOWN && endedReason === EndedReason.OUTCOME_UNKNOWN);
}

function keyOf(request: AdmissionRequest, key: string): string {
  return `${request.accountId} ${key}`;
}

function refused(refusal: Refusal): Decision {
  return { kind: 'refused', refusal };
}
