import type { PoolClient } from 'pg';
import { inTransaction } from '../../database/transaction';
import { CallEventType, DialState, EndedReason } from '../../entities/enums';
import { settleCall } from '../credits/settle-call';
import type { Domain, Timing } from '../domain';
import { eventsOf, writeEvents } from './call-events';
import { applyFact, type CallFact, type CallState, type CallTerms, isTerminal } from './call-state';

/** Which call something was learnt about. */
export interface CallRef {
  accountId: string;
  callId: string;
}

/** A call's state around a fact. */
export interface Learnt {
  before: CallState;
  after: CallState;
}

/**
 * Applies what was learnt about a call: in one transaction the fact goes on the timeline, the state moves, and if that
 * ends the call its hold is settled. Repeating it changes nothing.
 * @returns null when there is no such call
 */
export function learn(
  { pool, timing }: Pick<Domain, 'pool' | 'timing'>,
  ref: CallRef,
  source: string,
  fact: CallFact,
): Promise<Learnt | null> {
  return inTransaction(pool, async (client) => {
    const row = await lock(client, ref);
    if (!row) return null;
    const before: CallState = stateOf(row);
    const after = applyFact(before, row, fact);
    await writeEvents(client, row, eventsOf(fact, source, before, after));
    if (differs(before, after)) await move(client, row, before, after, timing, fact.at);
    return { before, after };
  });
}

async function move(
  client: PoolClient,
  row: LockedCall,
  before: CallState,
  after: CallState,
  timing: Timing,
  at: Date,
): Promise<void> {
  const refused = after.dial === DialState.REFUSED && before.dial !== DialState.REFUSED;
  const ends = isTerminal(after.status) && !isTerminal(before.status);
  const creditsUsed = ends ? await settleCall(client, { ...row, ...after }) : row.creditsUsed;
  await client.query({
    name: 'move-call',
    text: MOVE,
    values: [
      row.accountId,
      row.id,
      ...STATE_COLUMNS.map(([, property]) => after[property]),
      creditsUsed,
      refused,
      after.dial === DialState.UNKNOWN ? timing.unknownSeconds : timing.quietSeconds,
      owesAnswer(before, after),
    ],
  });
  if (refused && row.campaignId) {
    await client.query('delete from campaigns where account_id = $1 and id = $2 and temporary', [
      row.accountId,
      row.campaignId,
    ]);
  }
  if (ends) {
    const detail = { charged: creditsUsed, released: row.creditsReserved - creditsUsed };
    const settled = { type: CallEventType.SETTLED, status: after.status, source: 'call-manager' };
    await writeEvents(client, row, [{ ...settled, occurredAt: after.endTime ?? at, detail }]);
  }
}

/** An unknown outcome is told to the client with the promise that a retry gets this call. Null: nothing changes. */
function owesAnswer(before: CallState, after: CallState): boolean | null {
  if (after.dial === DialState.REFUSED || after.endedReason === EndedReason.OUTCOME_UNKNOWN) return false;
  return after.dial === DialState.UNKNOWN && before.dial !== DialState.UNKNOWN ? true : null;
}

/** Each column of a call's state beside the property that holds it. */
const STATE_COLUMNS: ReadonlyArray<readonly [string, keyof CallState]> = [
  ['status', 'status'],
  ['dial', 'dial'],
  ['provider_sid', 'providerSid'],
  ['answered_time', 'answeredTime'],
  ['end_time', 'endTime'],
  ['duration_seconds', 'durationSeconds'],
  ['ended_reason', 'endedReason'],
  ['ended_by', 'endedBy'],
  ['answered_by', 'answeredBy'],
  ['provider_message', 'providerMessage'],
  ['end_requested', 'endRequested'],
  ['talk_ended', 'talkEnded'],
];

const LOCK = `
select account_id "accountId", id, agent_id "agentId", campaign_id "campaignId", start_time "startTime",
  max_duration_seconds "maxDurationSeconds", credits_per_minute "creditsPerMinute",
  credits_reserved "creditsReserved", credits_used "creditsUsed",
  ${STATE_COLUMNS.map(([column, property]) => `${column} "${property}"`).join(', ')}
from calls where account_id = $1 and id = $2 for update`;

const AFTER_STATE = STATE_COLUMNS.length + 3;
const MOVE = `
update calls set ${STATE_COLUMNS.map(([column], index) => `${column} = $${index + 3}`).join(', ')},
  credits_used = $${AFTER_STATE}, campaign_id = case when $${AFTER_STATE + 1} then null else campaign_id end,
  check_at = now() + make_interval(secs => $${AFTER_STATE + 2}),
  answer_owed = coalesce($${AFTER_STATE + 3}, answer_owed), updated_at = now()
where account_id = $1 and id = $2`;

interface LockedCall extends CallState, CallTerms {
  accountId: string;
  id: string;
  agentId: string;
  campaignId: string | null;
  creditsPerMinute: number;
  creditsReserved: number;
  creditsUsed: number;
}

async function lock(client: PoolClient, { accountId, callId }: CallRef): Promise<LockedCall | undefined> {
  const { rows } = await client.query<LockedCall>({ name: 'lock-call', text: LOCK, values: [accountId, callId] });
  return rows[0];
}

function stateOf(row: LockedCall): CallState {
  return Object.fromEntries(STATE_COLUMNS.map(([, property]) => [property, row[property]])) as unknown as CallState;
}

function differs(before: CallState, after: CallState): boolean {
  return STATE_COLUMNS.some(([, property]) => before[property] !== after[property]);
}
