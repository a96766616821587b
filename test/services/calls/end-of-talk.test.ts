import fc from 'fast-check';
import { CallStatus, DialState, EndedReason } from '../../../src/entities/enums';
import { applyFact, type CallFact, type CallState } from '../../../src/services/calls/call-state';

const SID = 'CA1';
const START = new Date('2035-01-01T00:00:00Z');
const TERMS = { startTime: START, maxDurationSeconds: 120 };
const ANSWERED: CallState = {
  status: CallStatus.ANSWERED,
  dial: DialState.ACCEPTED,
  providerSid: SID,
  answeredTime: START,
  endTime: null,
  durationSeconds: null,
  endedReason: null,
  endedBy: null,
  answeredBy: null,
  providerMessage: null,
  endRequested: false,
  endedTalk: null,
  talkEnd: null,
};

const about = { sid: SID, at: START };
const completed = (durationSeconds = 20): CallFact => ({
  ...about,
  kind: 'reported',
  progress: { kind: 'ended', outcome: 'completed', at: START, durationSeconds, answeredBy: null },
});
const ended = (attempt: number, reason: EndedReason): CallFact => ({ ...about, kind: 'talk-ended', attempt, reason });
const left = (attempt: number) => ended(attempt, EndedReason.CONTACT_HUNG_UP);
const answered = (attempt: number): CallFact => ({ ...about, kind: 'transfer-answered', attempt });
const transferred = (attempt: number, connected: boolean): CallFact => {
  return { ...about, kind: 'transfer-ended', attempt, connected };
};

/** The end of a call of which this was heard, in every order. @param talkAttempt the latest talk that had a socket */
function endsOf(facts: CallFact[], talkAttempt: number, state = ANSWERED): string[] {
  const orders = permutations([...facts, completed()]);
  const ends = orders.map((order) => {
    const end = order.reduce((so, fact) => applyFact(so, { ...TERMS, talkAttempt }, fact), state);
    return `${end.endedReason} ${end.endedBy}`;
  });
  return [...new Set(ends)];
}

function permutations<T>(items: T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

test.each<[string, CallFact[], number, string]>([
  ['nobody saw the end of a talk', [], 1, 'INTERNAL_ERROR PLATFORM'],
  ['no talk ever began', [], 0, 'INTERNAL_ERROR PLATFORM'],
  ['the line was closed from the other end', [left(1)], 1, 'CONTACT_HUNG_UP CONTACT'],
  ['it was closed before the socket was there', [left(1)], 0, 'CONTACT_HUNG_UP CONTACT'],
  ['the agent ended it', [left(1), ended(1, EndedReason.AGENT_ENDED)], 1, 'AGENT_ENDED AGENT'],
  [
    'an older talk ended it, and a later one was going on',
    [ended(1, EndedReason.SILENCE)],
    2,
    'INTERNAL_ERROR PLATFORM',
  ],
  ['an older talk was left, and the later one was not', [left(1), ended(2, EndedReason.SILENCE)], 2, 'SILENCE AGENT'],
  ['a transfer was answered and nobody told of it again', [answered(1)], 1, 'TRANSFERRED AGENT'],
  ['a transfer succeeded', [answered(1), transferred(1, true)], 1, 'TRANSFERRED AGENT'],
  ['a transfer failed and nobody saw the rest', [transferred(1, false)], 1, 'INTERNAL_ERROR PLATFORM'],
  ['a transfer was answered and failed', [answered(1), transferred(1, false)], 1, 'INTERNAL_ERROR PLATFORM'],
  [
    'a transfer failed since the person left',
    [answered(1), transferred(1, false), left(2)],
    1,
    'CONTACT_HUNG_UP CONTACT',
  ],
  [
    'a transfer failed and the talk went on to its end',
    [transferred(1, false), ended(2, EndedReason.AGENT_ENDED)],
    2,
    'AGENT_ENDED AGENT',
  ],
  ['the second transfer succeeded', [transferred(1, false), answered(2), transferred(2, true)], 2, 'TRANSFERRED AGENT'],
])('%s', (_, facts, talkAttempt, end) => {
  expect(endsOf(facts, talkAttempt)).toEqual([end]);
});

test('who asked for the end, and the time limit, count more than a line that was closed', () => {
  expect(endsOf([left(1)], 1, { ...ANSWERED, endRequested: true })).toEqual(['ENDED_BY_API API']);
  const late = applyFact(
    applyFact(ANSWERED, { ...TERMS, talkAttempt: 1 }, left(1)),
    { ...TERMS, talkAttempt: 1 },
    completed(120),
  );
  expect(late).toMatchObject({ endedReason: 'TIME_LIMIT', endedBy: 'PLATFORM' });
});

test('whatever is heard of a talk changes nothing once a later one has its socket', () => {
  const facts = fc.constantFrom(
    left,
    answered,
    (n: number) => transferred(n, true),
    (n: number) => transferred(n, false),
  );
  fc.assert(
    fc.property(facts, fc.nat(3), fc.integer({ min: 1, max: 3 }), (fact, attempt, more) => {
      expect(applyFact(ANSWERED, { ...TERMS, talkAttempt: attempt + more }, fact(attempt))).toBe(ANSWERED);
    }),
  );
});
