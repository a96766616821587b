import type { DialState, EndedReason } from '../../entities/enums';
import type { Issues } from '../../errors';
import type { MachineDetection } from '../../telephony/telephony';
import { holdFor } from './call-money';
import { GATES, type Gate, type GateName, type Round, type Stop, takeContact, takeKey } from './gates';
import { type KnownFacts, textIssues } from './text-issues';

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
  /** An earlier call to the same number from the same number whose client was told to retry or lost its server, and got no answer yet. */
  owedCallId: string | null;
  /** What is kept about the contact already; null if it does not matter, because whatever the batch adds fits. */
  keptData: Record<string, unknown> | null;
  /** What tells whether the agent's texts can be filled in; null if that does not matter or is sure. */
  known: KnownFacts | null;
  /** The call that the idempotency key stands for already. */
  earlier: {
    fingerprint: string;
    callId: string;
    dial: DialState;
    endedReason: EndedReason | null;
    /** A server that is there has it dialled. */
    isRunning: boolean;
  } | null;
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

/** The gates as they are passed, one after the other. */
const GATES_IN_ORDER: readonly Gate[] = Object.values(GATES);

/**
 * Decides one request: the first of the gates that is closed says what becomes of it. A grant is booked in `room`, so that the
 * next request of the batch sees it, and in `round` what others must wait for.
 */
export function decide(request: AdmissionRequest, facts: AdmissionFacts, room: Room, round: Round): Decision {
  for (const { stop } of GATES_IN_ORDER) {
    const stopped = stop(request, facts, room, round);
    if (stopped) return stopped;
  }
  const { agent, fromNumber } = facts;
  if (!agent || !fromNumber) throw new Error('a call was granted without an agent or a caller id');
  const hold = holdFor(agent);
  room.reserved += hold;
  room.activeCalls += 1;
  takeContact(request, facts, round);
  takeKey(request, round);
  return { kind: 'granted', hold, fromNumber };
}

/** What a gate says of a request, whatever the others say. */
export type Verdict =
  | { gate: GateName; state: 'OPEN' }
  /** Nobody knows before another gate is open. */
  | { gate: GateName; state: 'UNDECIDED' }
  | { gate: GateName; state: 'CLOSED'; stop: Stop };

/** What every gate says of a request that comes alone, in their order. Nothing is booked. */
export function judge(request: AdmissionRequest, facts: AdmissionFacts, room: Room): Verdict[] {
  return Object.entries(GATES).map(([name, { canTell, stop }]: [string, Gate]): Verdict => {
    const gate = name as GateName;
    if (canTell && !canTell(request, facts)) return { gate, state: 'UNDECIDED' };
    const stopped = stop(request, facts, room, { taken: new Set(), textIssues });
    return stopped ? { gate, state: 'CLOSED', stop: stopped } : { gate, state: 'OPEN' };
  });
}
