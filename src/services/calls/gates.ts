import { DialState, EndedReason } from '../../entities/enums';
import { bytesOf, dataOfRequest, MAX_KEPT_BYTES } from '../contacts/kept-data';
import type { AdmissionFacts, AdmissionRequest, Decision, Refusal, Room } from './admission';
import { holdFor } from './call-money';
import type { TextIssues } from './text-readings';

/** What becomes of a request that is not granted. */
export type Stop = Exclude<Decision, { kind: 'granted' }>;

/** What requests that are decided together share. */
export interface Round {
  /**
   * What the others of the batch must wait for: idempotency keys, contacts that have little room left, and those of whom more is
   * known by then.
   */
  taken: Set<string>;
  textIssues: TextIssues;
}

/** One of the things that decide whether a call is placed. */
export interface Gate {
  /** Whether the facts tell anything about it, which they do not where another gate must open first; unless given, always. */
  canTell?(request: AdmissionRequest, facts: AdmissionFacts): boolean;
  /** What becomes of a request that this gate does not let through; null: it does. */
  stop(request: AdmissionRequest, facts: AdmissionFacts, room: Room, round: Round): Stop | null;
}

const hasAgent = (_request: AdmissionRequest, { agent }: AdmissionFacts) => agent !== null;

/** All gates, in the order of the contract: the first that is closed decides. */
export const GATES = {
  IDEMPOTENCY_KEY: { stop: repetition },
  CONTACT_DATA: { stop: dataWithoutRoom },
  AGENT: { stop: (_request, { agent }) => (agent ? null : refused({ code: 'AGENT_NOT_FOUND' })) },
  VARIABLES: { canTell: hasAgent, stop: unfitTexts },
  CALLER_ID: { canTell: ({ fromNumberId }, { agent }) => fromNumberId !== null || agent !== null, stop: noCallerId },
  DIAL_FENCE: { canTell: (_request, { fromNumber }) => fromNumber !== null, stop: owedAnswer },
  CREDITS: { canTell: hasAgent, stop: lackOfCredits },
  CONCURRENCY: { stop: lackOfPlaces },
} as const satisfies Readonly<Record<string, Gate>>;

export type GateName = keyof typeof GATES;

/** Marks that the request's idempotency key stands for a call, so that others of its batch wait for it. */
export function takeKey({ accountId, idempotencyKey }: AdmissionRequest, { taken }: Round): void {
  if (idempotencyKey) taken.add(keyOf(accountId, idempotencyKey));
}

/** Marks what a granted request changes of its contact. */
export function takeContact(request: AdmissionRequest, { keptData }: AdmissionFacts, round: Round): void {
  if (keptData) round.taken.add(contactOf(request));
  takeNews(request, round);
}

function takeNews(request: AdmissionRequest, { taken }: Round): void {
  if (Object.keys(dataOfRequest(request)).length > 0) taken.add(newsOf(request));
}

function repetition(
  request: AdmissionRequest,
  { earlier }: AdmissionFacts,
  _room: Room,
  { taken }: Round,
): Stop | null {
  const { accountId, idempotencyKey, fingerprint } = request;
  if (!idempotencyKey) return null;
  if (taken.has(keyOf(accountId, idempotencyKey))) return { kind: 'later' };
  if (!earlier || isForgotten(earlier)) return null;
  if (earlier.fingerprint !== fingerprint) return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
  if (earlier.dial === DialState.ACCEPTED) return { kind: 'replay', callId: earlier.callId };
  if (earlier.isRunning) return refused({ code: 'IDEMPOTENCY_IN_PROGRESS' });
  return { kind: 'fenced', callId: earlier.callId };
}

/** Every call adds to what is kept about its contact, and there must be an end to it. */
function dataWithoutRoom(
  request: AdmissionRequest,
  { keptData }: AdmissionFacts,
  _room: Room,
  { taken }: Round,
): Stop | null {
  const added = dataOfRequest(request);
  if (!keptData || Object.keys(added).length === 0) return null;
  if (taken.has(contactOf(request))) return { kind: 'later' };
  if (bytesOf({ ...keptData, ...added }) <= MAX_KEPT_BYTES) return null;
  const issue = 'contactData must not be larger than 64 kB together with what is kept about the contact already';
  return refused({ code: 'BAD_USER_INPUT', issues: { contactData: [issue] } });
}

/**
 * An earlier request of the batch may have brought what is missing here, or more than the texts have room for. What is read later
 * brings its news later, so whoever awaits that is not read in vain.
 */
function unfitTexts(request: AdmissionRequest, { known }: AdmissionFacts, _room: Room, round: Round): Stop | null {
  if (!known) return null;
  const awaitsNews = round.taken.has(newsOf(request));
  if (known.isDoubtful && awaitsNews) return { kind: 'later' };
  const issues = round.textIssues(request, known);
  if (!issues) return null;
  if (issues === 'unread') {
    takeNews(request, round);
    return { kind: 'later' };
  }
  return awaitsNews ? { kind: 'later' } : refused({ code: 'BAD_USER_INPUT', issues });
}

function noCallerId({ fromNumberId }: AdmissionRequest, { agent, fromNumber }: AdmissionFacts): Stop | null {
  if (fromNumber) return null;
  return refused({ code: fromNumberId || agent?.fromNumberId ? 'FROM_NUMBER_NOT_FOUND' : 'FROM_NUMBER_REQUIRED' });
}

function owedAnswer(request: AdmissionRequest, { owedCallId }: AdmissionFacts, _room: Room, round: Round): Stop | null {
  if (!owedCallId) return null;
  takeKey(request, round);
  return { kind: 'fenced', callId: owedCallId };
}

function lackOfCredits(_request: AdmissionRequest, { agent }: AdmissionFacts, room: Room): Stop | null {
  const required = agent ? holdFor(agent) : 0;
  const available = room.balance - room.reserved;
  return required > available ? refused({ code: 'INSUFFICIENT_CREDITS', required, available }) : null;
}

function lackOfPlaces(_request: AdmissionRequest, _facts: AdmissionFacts, room: Room): Stop | null {
  const { activeCalls: active, concurrentCalls: limit } = room;
  return active >= limit ? refused({ code: 'CONCURRENCY_LIMIT', limit, active }) : null;
}

/** Refusals and outcomes that were never known are not results to be repeated. */
function isForgotten({ dial, endedReason }: { dial: DialState; endedReason: EndedReason | null }): boolean {
  return dial === DialState.REFUSED || (dial === DialState.UNKNOWN && endedReason === EndedReason.OUTCOME_UNKNOWN);
}

function refused(refusal: Refusal): Stop {
  return { kind: 'refused', refusal };
}

function keyOf(accountId: string, key: string): string {
  return `${accountId} ${key}`;
}

function newsOf({ accountId, toNumber }: AdmissionRequest): string {
  return `news of ${accountId} ${toNumber}`;
}

function contactOf({ accountId, toNumber }: AdmissionRequest): string {
  return `contact ${accountId} ${toNumber}`;
}
