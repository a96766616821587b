import type { Order } from '../clients/order';
import { type CarriedCall, callIdOf } from '../parties/carrier';
import { result, type StormCheck } from './check';
import { groupBy } from './group-by';
import type { StoredCall } from './stored-calls';

/** What clients were answered, against what is stored and what the carrier says. */
export function checkOrders(
  orders: readonly Order[],
  stored: readonly StoredCall[],
  carried: readonly CarriedCall[],
): StormCheck[] {
  const calls = new Map(stored.map((call) => [call.id, call]));
  const rings = groupBy(carried, ({ from, to }) => `${from} ${to}`);
  const callsOfPair = groupBy(stored, ({ from, to }) => `${from} ${to}`);
  const lost: string[] = [];
  const several: string[] = [];
  const rung: string[] = [];
  for (const order of orders) {
    for (const { id, callSid, trackingId } of order.acknowledged) {
      const call = calls.get(id);
      const same = call && call.callSid === callSid && call.trackingId === trackingId && call.to === order.to;
      if (!same) lost.push(`${id}, ${callSid}: ${call ? `stored with ${call.callSid}` : 'not there'}`);
    }
    const acknowledged = new Set(order.acknowledged.map(({ id }) => id));
    if (acknowledged.size > 1 + mayRepeat(order))
      several.push(`${describeOrder(order)}: ${[...acknowledged].join(', ')}`);
    const pair = `${order.from.phoneNumber} ${order.to}`;
    const made = rings.get(pair) ?? [];
    const free = (callsOfPair.get(pair) ?? []).filter(isForgotten);
    if (made.length > 1 + mayRepeat(order) + free.length) {
      rung.push(`${describeOrder(order)}: ${made.map((call) => `${call.sid} of ${callIdOf(call)}`).join(', ')}`);
    }
  }
  return [
    result('acknowledged-call-there', 'Every call that a client was told of is stored as it was told.', lost),
    result('one-call-an-order', 'Whoever asks again for a call is told of the same one.', several),
    result(
      'one-ring-an-order',
      'Whoever names a call, or repeats what was answered by 500, has a phone ring once at most.',
      rung,
    ),
    result(
      'repeats-identical',
      'Repeats of a request are answered like the first one.',
      orders.flatMap(({ differences }) => differences),
    ),
  ];
}

/** Answers with which nobody knows what to do. */
const FAULTS = ['500 Internal server error', 'GraphQL INTERNAL_SERVER_ERROR'];

/** That whatever went wrong was something that clients are told how to deal with. */
export function checkAnswers(answers: Readonly<Record<string, number>>): StormCheck {
  const faults = FAULTS.flatMap((name) => Array<string>(answers[name] ?? 0).fill(name));
  return result(
    'no-internal-error',
    'Whoever is away or in doubt, clients are told that, and never of a fault.',
    faults,
  );
}

/** Without a name, what had no answer may be done again: the client chose to. */
function mayRepeat({ idempotencyKey, unanswered }: Order): number {
  return idempotencyKey === null ? unanswered : 0;
}

/** A call of which nobody could find out anything in time: from then on the number may be called anew. */
function isForgotten({ endedReason }: StoredCall): boolean {
  return endedReason === 'OUTCOME_UNKNOWN';
}

function describeOrder({ idempotencyKey, from, to, owed, unanswered }: Order): string {
  const named = idempotencyKey ?? 'without a key';
  return `${from.phoneNumber} to ${to}, ${named}, ${unanswered} without an answer, told as unknown: ${[...owed].join(', ')}`;
}
