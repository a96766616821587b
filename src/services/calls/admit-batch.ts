import type { Pool, PoolClient } from 'pg';
import { isConnectionLost } from '../../database/database-away';
import { inShortTransaction } from '../../database/transaction';
import type { DialOrder } from '../../telephony/telephony';
import { fillUpTwins } from '../accounts/test-twin';
import type { Campaign } from '../campaigns/campaign';
import type { Contact } from '../contacts/contact';
import type { Domain } from '../domain';
import {
  type AdmissionFacts,
  type AdmissionRequest,
  type Decision,
  decide,
  type Refusal,
  type Room,
} from './admission';
import { readFacts } from './admission-facts';
import { ADOPT_CALLS, LOCK_ROOM } from './admission-sql';
import type { Call } from './call';
import type { CallRef } from './lock-calls';
import type { TextIssues } from './text-readings';
import { admissionOf, type Grant, grantsStatement, newGrant, type WrittenGrant } from './write-grants';

/** What an admission came to. A grant is committed: its credits are held and its call exists. */
export type Admission =
  | { kind: 'granted'; call: Call; contact: Contact; campaign: Campaign; wishes: DialWishes }
  | { kind: 'replay'; callId: string }
  | { kind: 'fenced'; callId: string }
  | { kind: 'refused'; refusal: Refusal };

/** What an agent wants of the provider beyond a call. */
export type DialWishes = Pick<DialOrder, 'machineDetection' | 'record'>;

/** A locked balance, kept up to date while a batch is decided. */
export interface LockedRoom extends Room {
  accountId: string;
  /** Number of the account's latest credit entry. */
  seq: number;
  /** It is a test twin's, whose credits never run out. */
  testMode: boolean;
}

/** What a batch is told, and whom it tells. */
export interface BatchOptions {
  /** Whoever finds out what takes long does so elsewhere. */
  textIssues: TextIssues;
  /** Is told of calls that may have been written although the batch failed: the connection broke before the database said so. */
  disown: (calls: CallRef[]) => void;
}

/** A balance that somebody holds stalls its batch, and with it other accounts, no longer than this. */
const LOCK_TIMEOUT_MS = 1000;

/**
 * Decides requests in their order and writes what was granted, in one transaction.
 * @returns one admission a request; `later` for one that must be decided again once this batch is written
 */
export function admitBatch(
  pool: Pool,
  server: Pick<Domain, 'timing' | 'serverId'>,
  requests: AdmissionRequest[],
  { textIssues, disown }: BatchOptions,
): Promise<Array<Admission | 'later'>> {
  let written: Grant[] = [];
  const look = (client: PoolClient) => {
    written = [];
    return Promise.all([lockRooms(client, requests), readFacts(client, requests, server)] as const);
  };
  const decide = async (client: PoolClient, [rooms, facts]: Awaited<ReturnType<typeof look>>) => {
    await fillUpTwins(client, rooms.values());
    const { decisions, grants } = decideAll(requests, facts, rooms, textIssues);
    await adoptCalls(client, requests, facts, decisions);
    written = grants;
    return {
      last: grantsStatement(grants, [...rooms.values()], server),
      result: (rows: WrittenGrant[]) => answersOf(decisions, rows),
    };
  };
  return inShortTransaction(pool, { look, decide }, { lockTimeoutMs: LOCK_TIMEOUT_MS }).catch((error: unknown) => {
    if (isConnectionLost(error)) disown(written.map(({ callId, request: { accountId } }) => ({ accountId, callId })));
    throw error;
  });
}

function answersOf(decisions: Array<NotGranted | Grant>, rows: WrittenGrant[]): Array<Admission | 'later'> {
  const written = new Map(rows.map((row) => [row.id, row]));
  return decisions.map((decision) => {
    if (decision.kind === 'later') return 'later';
    return decision.kind === 'grant' ? admissionOf(decision, written.get(decision.callId)) : decision;
  });
}

type NotGranted = Exclude<Decision, { kind: 'granted' }>;

function decideAll(
  requests: AdmissionRequest[],
  facts: AdmissionFacts[],
  rooms: Map<string, LockedRoom>,
  textIssues: TextIssues,
): { decisions: Array<NotGranted | Grant>; grants: Grant[] } {
  const taken = new Set<string>();
  const grants: Grant[] = [];
  const decisions = requests.map((request, index) => {
    const room = rooms.get(request.accountId);
    const known = facts[index];
    if (!room || !known) throw new Error(`account ${request.accountId} has no balance`);
    const decision = decide(request, known, room, { taken, textIssues });
    if (decision.kind !== 'granted') return decision;
    room.seq += 1;
    const grant = newGrant(request, known, room, decision);
    grants.push(grant);
    return grant;
  });
  return { decisions, grants };
}

/** A request that gets an earlier call gets it by its own idempotency key from then on, unless it does so already. */
async function adoptCalls(
  client: PoolClient,
  requests: AdmissionRequest[],
  facts: AdmissionFacts[],
  decisions: Array<NotGranted | Grant>,
): Promise<void> {
  const adopted = requests.flatMap((request, index) => {
    const decision = decisions[index];
    if (decision?.kind !== 'fenced' || !request.idempotencyKey) return [];
    return facts[index]?.earlier?.callId === decision.callId ? [] : [{ request, callId: decision.callId }];
  });
  if (adopted.length === 0) return;
  await client.query({
    name: 'adopt-calls',
    text: ADOPT_CALLS,
    values: [
      adopted.map(({ request }) => request.accountId),
      adopted.map(({ request }) => request.idempotencyKey),
      adopted.map(({ request }) => request.fingerprint),
      adopted.map(({ callId }) => callId),
    ],
  });
}

async function lockRooms(client: PoolClient, requests: AdmissionRequest[]): Promise<Map<string, LockedRoom>> {
  const accountIds = [...new Set(requests.map(({ accountId }) => accountId))];
  const { rows } = await client.query<LockedRoom>({ name: 'lock-room', text: LOCK_ROOM, values: [accountIds] });
  return new Map(rows.map((row) => [row.accountId, row]));
}
