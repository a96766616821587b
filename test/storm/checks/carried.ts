import { type CarriedCall, callIdOf } from '../parties/carrier';
import { result, type StormCheck } from './check';
import { groupBy } from './group-by';
import { describeCall, type StoredCall } from './stored-calls';

/** What the carrier's word for an end is called here. */
const STATUSES: Readonly<Record<string, string>> = {
  completed: 'COMPLETED',
  busy: 'BUSY',
  'no-answer': 'NO_ANSWER',
  failed: 'FAILED',
  canceled: 'FAILED',
};

/** What the carrier says of the calls, against what is stored of them. */
export function checkCarried(stored: readonly StoredCall[], carried: readonly CarriedCall[]): StormCheck[] {
  const calls = new Map(stored.map((call) => [call.id, call]));
  const dials = groupBy(carried, callIdOf);
  const twice = [...dials].filter(([, all]) => all.length > 1);
  const strangers = carried.filter((call) => !calls.has(callIdOf(call)));
  const ends = stored.map((call) => [call, differenceOf(call, dials.get(call.id)?.[0])] as const);
  const money = stored.filter((call) => call.ended && call.used !== priceOf(call));
  return [
    result(
      'dialled-once',
      'The carrier was asked once at most to dial a call.',
      twice.map(([id, all]) => `${id}: ${all.map(({ sid }) => sid).join(', ')}`),
    ),
    result(
      'carried-call-known',
      'Every call that the carrier accepted is stored.',
      strangers.map(({ sid, to }) => `${sid} to ${to}`),
    ),
    result(
      'end-as-carried',
      'A call ended as the carrier says it did, and lasted as long.',
      ends.flatMap(([call, difference]) => (difference === null ? [] : [`${describeCall(call)}; ${difference}`])),
    ),
    result(
      'charged-as-lasted',
      'A call costs the minutes begun at its price, no more than its hold, and nothing if nobody talked.',
      money.map(describeCall),
    ),
    result(
      'hold-fits-time-limit',
      'A call holds what its time limit may cost, and the carrier kept to that limit.',
      stored
        .filter((call) => {
          const lasted = dials.get(call.id)?.[0]?.durationSeconds ?? 0;
          return (
            call.reserved !== Math.ceil(call.maxDuration / 60) * call.creditsPerMinute || lasted > call.maxDuration
          );
        })
        .map(describeCall),
    ),
  ];
}

/** How an ended call differs from what the carrier says of it; null: in nothing. */
function differenceOf(call: StoredCall, carried: CarriedCall | undefined): string | null {
  if (!call.ended) return null;
  if (!carried) return call.status === 'FAILED' ? null : 'the carrier knows of no such call';
  if (call.callSid !== carried.sid) return `at the carrier it is ${carried.sid}`;
  const ended = STATUSES[carried.status];
  // The carrier tells of a declined call as it does of a busy one, or of one that failed.
  if (call.status !== ended) return `at the carrier it is ${carried.status}`;
  const lasted = call.status === 'COMPLETED' ? carried.durationSeconds : 0;
  return call.duration === lasted ? null : `at the carrier it lasted ${carried.durationSeconds} s`;
}

/** What a call has to cost, by what is stored of it. Our own failure before a word was said costs nothing. */
function priceOf({ status, duration, creditsPerMinute, reserved, talkEnd, used }: StoredCall): number {
  if (status !== 'COMPLETED' || (talkEnd === 'INTERNAL_ERROR' && used === 0)) return 0;
  return Math.min(Math.ceil((duration ?? 0) / 60) * creditsPerMinute, reserved);
}
