import { DialState, EndedReason } from '../../entities/enums';
import type { Issues } from '../../errors';
import type { MachineDetection } from '../../telephony/telephony';
import { bytesOf, dataOfRequest, MAX_KEPT_BYTES } from '../contacts/kept-data';
import { holdFor } from './call-money';
import { type KnownFacts, missingVariables } from './missing-variables';

/** A request to place a call, as far as it needs to be decided. */
export interface AdmissionRequest {
  accountId: string;
  toNumber: string;
  agentId: string;
  fromNumberId: string | null;
  contactName: string | null;
  contactData: Record<string, unknown> | null;
  idempotencyKey: string | null;
  /** SHA-256 of the canonical input; null without a key. */
  fingerprint: string | null;
}

/** What of an approved agent decides a request, and goes with its call. */
export interface AdmittedAgent {
  version: number;
  maxDurationSeconds: number;
  creditsPerMinute: number;
  fromNumberId: string | null;
  /** Whether it matters to the agent that a machine answers. */
  machineDetection: MachineDetection;
  record: boolean;
}

/** What the database says about one request, read after its account was locked. */
export interface AdmissionFacts {
  /** Null: not of the account, or not approved. */
  agent: AdmittedAgent | null;
  /** The number asked for, else the agent's; null: not of the account, inactive, or there is none. */
  fromNumber: string | null;
  /** An earlier call to the same number from the same number whose client was told to retry, and got no answer yet. */
  owedCallId: string | null;
  /** What is kept about the contact already; null if it does not matter, because whatever the batch adds fits. */
  keptData: Record<string, unknown> | null;
  /** What tells whether the agent's texts would have gaps; null if the agent does not refuse a call for that. */
  known: KnownFacts | null;
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
  | { code: 'BAD_USER_INPUT'; issues: Issues }
  | { code: 'AGENT_NOT_FOUND' }
  | { code: 'FROM_NUMBER_REQUIRED' }
  | { code: 'FROM_NUMBER_NOT_FOUND' }
  | { code: 'INSUFFICIENT_CREDITS'; required: number; available: number }
  | { code: 'CONCURRENCY_LIMIT'; limit: number; active: number };

/**
 * Decides one request in the order of the contract: idempotency, what is kept about the contact, agent, its variables, number,
 * fence, credits, concurrency. A grant is booked in `room`, so that the next request of the batch sees it.
 * @param taken what requests of the same batch must wait for: idempotency keys, contacts that have little room left, and those
 *   of whom more is known by then
 */
export function decide(request: AdmissionRequest, facts: AdmissionFacts, room: Room, taken: Set<string>): Decision {
  const early = decideRepetition(request, facts, taken) ?? decideContact(request, facts, taken);
  if (early) return early;
  if (!facts.agent) return refused({ code: 'AGENT_NOT_FOUND' });
  const gaps = decideGaps(request, facts, taken);
  if (gaps) return gaps;
  if (!request.fromNumberId && !facts.agent.fromNumberId) return refused({ code: 'FROM_NUMBER_REQUIRED' });
  if (!facts.fromNumber) return refused({ code: 'FROM_NUMBER_NOT_FOUND' });
  if (facts.owedCallId) return takeKey(request, taken, { kind: 'fenced', callId: facts.owedCallId });
  const hold = holdFor(facts.agent);
  const available = room.balance - room.reserved;
  if (hold > available) return refused({ code: 'INSUFFICIENT_CREDITS', required: hold, available });
  if (room.activeCalls >= room.concurrentCalls) {
    return refused({ code: 'CONCURRENCY_LIMIT', limit: room.concurrentCalls, active: room.activeCalls });
  }
  room.reserved += hold;
  room.activeCalls += 1;
  if (facts.keptData) taken.add(contactOf(request));
  if (Object.keys(dataOfRequest(request)).length > 0) taken.add(newsOf(request));
  return takeKey(request, taken, { kind: 'granted', hold, fromNumber: facts.fromNumber });
}

/** From now on the request's idempotency key stands for a call, so another of the batch must wait for it. */
function takeKey(request: AdmissionRequest, taken: Set<string>, decision: Decision): Decision {
  if (request.idempotencyKey) taken.add(keyOf(request, request.idempotencyKey));
  return decision;
}

function decideRepetition(request: AdmissionRequest, { earlier }: AdmissionFacts, taken: Set<string>): Decision | null {
  if (!request.idempotencyKey) return null;
  if (taken.has(keyOf(request, request.idempotencyKey))) return { kind: 'later' };
  if (!earlier || isForgotten(earlier)) return null;
  if (earlier.fingerprint !== request.fingerprint) return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
  if (earlier.dial === DialState.ACCEPTED) return { kind: 'replay', callId: earlier.callId };
  if (earlier.dial === DialState.UNKNOWN) return { kind: 'fenced', callId: earlier.callId };
  return refused({ code: 'IDEMPOTENCY_IN_PROGRESS' });
}

/** Every call adds to what is kept about its contact, and there must be an end to it. */
function decideContact(request: AdmissionRequest, { keptData }: AdmissionFacts, taken: Set<string>): Decision | null {
  const added = dataOfRequest(request);
  if (!keptData || Object.keys(added).length === 0) return null;
  if (taken.has(contactOf(request))) return { kind: 'later' };
  if (bytesOf({ ...keptData, ...added }) <= MAX_KEPT_BYTES) return null;
  const issue = 'contactData must not be larger than 64 kB together with what is kept about the contact already';
  return refused({ code: 'BAD_USER_INPUT', issues: { contactData: [issue] } });
}

/** An earlier request of the batch may have brought what is missing here. */
function decideGaps(request: AdmissionRequest, { known }: AdmissionFacts, taken: Set<string>): Decision | null {
  const issues = known && missingVariables(request, known);
  if (!issues) return null;
  return taken.has(newsOf(request)) ? { kind: 'later' } : refused({ code: 'BAD_USER_INPUT', issues });
}

function newsOf({ accountId, toNumber }: AdmissionRequest): string {
  return `news of ${accountId} ${toNumber}`;
}

function contactOf({ accountId, toNumber }: AdmissionRequest): string {
  return `contact ${accountId} ${toNumber}`;
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
