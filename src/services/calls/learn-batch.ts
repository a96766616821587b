import type { Pool, PoolClient, QueryConfig } from 'pg';
import { inShortTransaction } from '../../database/transaction';
import { CallEventType, CallStatus, DialState, EndedReason } from '../../entities/enums';
import { requestFirstAnalysis } from '../analyses/request-analysis';

import type { Postponed } from '../coalescer';
import { settleCall } from '../credits/settle-call';
import type { Timing } from '../domain';
import { eventsOf } from './call-events';
import { chargeFor } from './call-money';
import {
  applyFact,
  type CallFact,
  type CallState,
  type CallTerms,
  isOutcomeOfDial,
  isSuperseded,
  isTerminal,
  type ToldFact,
} from './call-state';
import { type CallRef, type LockedCall, lockCalls, stateOf } from './lock-calls';
import { type Move, movesStatement } from './write-moves';

/** Something that was learnt about a call, and who says so. */
export interface Lesson {
  ref: CallRef;
  source: string;
  fact: ToldFact;
}

/** A call's state around a fact. */
export interface Learnt {
  call: CallTerms;
  before: CallState;
  after: CallState;
}

/**
 * Applies facts in one transaction: the calls are locked, a pure function gives each its next state, one statement writes
 * milestones and states, and the hold of a call that ends is settled. What may end a call must come alone, because the
 * order of balances is not kept here.
 * @returns what became of each; null for a call that does not exist. Of several facts about one call the first is applied
 *   and the others come `later`; a call that somebody else holds is not waited for, but learnt about `alone`.
 */
export function learnBatch(pool: Pool, timing: Timing, lessons: Lesson[]): Promise<Array<Learnt | null | Postponed>> {
  const single = lessons.length === 1;
  const refs = lessons.map(({ ref }) => ref);
  return inShortTransaction(pool, {
    look: (client) => lockCalls(client, refs, single ? 'wait' : 'skip'),
    decide: async (client, find) => {
      const moves = new Map<LockedCall, Move>();
      const answers = lessons.map(({ ref, source, fact }): Learnt | null | Postponed => {
        const call = find(ref);
        if (!call) return single ? null : 'alone';
        if (moves.has(call)) return 'later';
        const move = moveOf(call, source, datedBy(call, fact), timing);
        moves.set(call, move);
        return move;
      });
      return { last: await settling(client, [...moves.values()]), result: () => answers };
    },
  });
}

function datedBy({ now }: LockedCall, fact: ToldFact): CallFact {
  return { ...fact, at: fact.at ?? now } as CallFact;
}

function moveOf(call: LockedCall, source: string, fact: CallFact, timing: Timing): Move {
  const before = stateOf(call);
  const after = applyFact(before, call, fact);
  const events = isSuperseded(fact, call) ? [] : eventsOf(fact, source, before, after);
  const ends = isTerminal(after.status) && !isTerminal(before.status);
  const creditsUsed = ends ? chargeFor({ ...call, ...after }) : call.creditsUsed;
  if (ends) {
    const detail = { charged: creditsUsed, released: call.creditsReserved - creditsUsed };
    const occurredAt = after.endTime ?? fact.at;
    const { status } = after;
    events.push({ type: CallEventType.SETTLED, status, source: 'call-manager', occurredAt, detail });
  }
  const isUnknown = after.dial === DialState.UNKNOWN;
  return {
    call,
    before,
    after,
    events,
    ends,
    refused: after.dial === DialState.REFUSED && before.dial !== DialState.REFUSED,
    creditsUsed,
    answerOwed: owesAnswer(before, after),
    placed: isOutcomeOfDial(fact),
    reconcileSeconds: isUnknown && !isTerminal(after.status) ? timing.reconcileSeconds : null,
    checkSeconds: isUnknown ? timing.unknownSeconds : timing.quietSeconds,
  };
}

/** An unknown outcome is told to the client with the promise that a retry gets this call. Null: nothing changes. */
function owesAnswer(before: CallState, after: CallState): boolean | null {
  if (after.dial === DialState.REFUSED || after.endedReason === EndedReason.OUTCOME_UNKNOWN) return false;
  return after.dial === DialState.UNKNOWN && before.dial !== DialState.UNKNOWN ? true : null;
}

/**
 * Sends what ending calls leave behind them: the hold to be settled, the campaign of a call that nobody was dialled for.
 * @returns the statement that is still to be sent
 */
async function settling(client: PoolClient, moves: Move[]): Promise<QueryConfig | null> {
  const statement = movesStatement(moves);
  const ending = moves.filter(({ ends }) => ends);
  if (ending.length === 0 || !statement) return statement;
  await client.query(statement);
  for (const { call, after, refused } of ending) {
    await settleCall(client, { ...call, ...after });
    if (after.status === CallStatus.COMPLETED) await requestFirstAnalysis(client, call.accountId, call.id);
    if (refused && call.campaignId) {
      const campaign = [call.accountId, call.campaignId];
      await client.query('delete from campaigns where account_id = $1 and id = $2 and temporary', campaign);
    }
  }
  return null;
}
