import type { PoolClient } from 'pg';
import type { CallState, CallTerms } from './call-state';

/** Which call something is about. */
export interface CallRef {
  accountId: string;
  callId: string;
}

/** A call whose row is locked until the transaction ends. */
export interface LockedCall extends CallState, CallTerms {
  accountId: string;
  id: string;
  agentId: string;
  campaignId: string | null;
  creditsPerMinute: number;
  creditsReserved: number;
  creditsUsed: number;
  /** By the clock of the database. */
  now: Date;
  /** Of its transcript. */
  turns: number;
  /** The server that has it dialled and is yet to answer its client. */
  dialler: number | null;
}

/** Each column of a call's state with its type, beside the property that holds it. */
export const STATE_COLUMNS: ReadonlyArray<readonly [column: string, type: string, property: keyof CallState]> = [
  ['status', 'text', 'status'],
  ['dial', 'text', 'dial'],
  ['provider_sid', 'text', 'providerSid'],
  ['answered_time', 'timestamptz', 'answeredTime'],
  ['end_time', 'timestamptz', 'endTime'],
  ['duration_seconds', 'int', 'durationSeconds'],
  ['ended_reason', 'text', 'endedReason'],
  ['ended_by', 'text', 'endedBy'],
  ['answered_by', 'text', 'answeredBy'],
  ['provider_message', 'text', 'providerMessage'],
  ['end_requested', 'bool', 'endRequested'],
  ['ended_talk', 'int', 'endedTalk'],
  ['talk_end', 'text', 'talkEnd'],
];

/** The state that a row holds. */
export function stateOf(row: CallState): CallState {
  return Object.fromEntries(STATE_COLUMNS.map(([, , property]) => [property, row[property]])) as unknown as CallState;
}

/** Whether any column would be written with another value. */
export function differs(before: CallState, after: CallState): boolean {
  return STATE_COLUMNS.some(([, , property]) => before[property] !== after[property]);
}

const LOCK = `
select c.account_id "accountId", c.id, c.agent_id "agentId", c.campaign_id "campaignId", c.start_time "startTime",
  c.max_duration_seconds "maxDurationSeconds", c.credits_per_minute "creditsPerMinute",
  c.credits_reserved "creditsReserved", c.credits_used "creditsUsed", c.talk_attempt "talkAttempt", c.turns, c.dialler,
  now()::timestamptz(3) "now",
  ${STATE_COLUMNS.map(([column, , property]) => `c.${column} "${property}"`).join(', ')}
from (select distinct account_id, id from unnest($1::uuid[], $2::uuid[]) r (account_id, id)) r
join calls c using (account_id, id)
order by c.account_id, c.id
for update of c`;

/**
 * Locks calls, in one order for everybody.
 * @param others what to do about calls that somebody else holds: `wait` for them or `skip` them
 * @returns what finds the call of a reference; undefined if it does not exist or was skipped
 */
export async function lockCalls(
  client: PoolClient,
  refs: CallRef[],
  others: 'wait' | 'skip',
): Promise<(ref: CallRef) => LockedCall | undefined> {
  const { rows } = await client.query<LockedCall>({
    name: others === 'skip' ? 'lock-free-calls' : 'lock-calls',
    text: others === 'skip' ? `${LOCK} skip locked` : LOCK,
    values: [refs.map(({ accountId }) => accountId), refs.map(({ callId }) => callId)],
  });
  const calls = new Map(rows.map((row) => [keyOf(row.accountId, row.id), row]));
  return ({ accountId, callId }) => calls.get(keyOf(accountId, callId));
}

/** References may come in either case. */
function keyOf(accountId: string, id: string): string {
  return `${accountId} ${id}`.toLowerCase();
}
