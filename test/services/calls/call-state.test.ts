import fc from 'fast-check';
import { AnsweredBy, CallStatus, DialState, EndedReason } from '../../../src/entities/enums';
import { chargeFor } from '../../../src/services/calls/call-money';
import { applyFact, type CallFact, type CallState, isTerminal } from '../../../src/services/calls/call-state';
import type { ProviderProgress } from '../../../src/telephony/telephony';

const START = new Date('2035-01-01T00:00:00.400Z');
const TERMS = { startTime: START, maxDurationSeconds: 120, talkAttempt: 1 };
const MONEY = { creditsPerMinute: 3, creditsReserved: 6, turns: 0 };
const SID = 'CA1';

const CREATED: CallState = {
  status: CallStatus.INITIATED,
  dial: DialState.PENDING,
  providerSid: null,
  answeredTime: null,
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

const at = (seconds: number) => new Date(Date.UTC(2035, 0, 1) + seconds * 1000);
const after = (facts: CallFact[], state = CREATED) => facts.reduce((so, fact) => applyFact(so, TERMS, fact), state);
const reported = (progress: ProviderProgress, sid = SID): CallFact => ({
  kind: 'reported',
  sid,
  progress,
  at: progress.at ?? START,
});
const step = (name: 'dialed' | 'ringing' | 'answered', seconds: number, sid = SID) =>
  reported({ kind: 'progress', step: name, at: at(seconds) }, sid);
type Outcome = Extract<ProviderProgress, { kind: 'ended' }>['outcome'];
const end = (outcome: Outcome, durationSeconds: number, sid = SID) =>
  reported({ kind: 'ended', outcome, at: at(10 + durationSeconds), durationSeconds, answeredBy: null }, sid);

const DIALS: CallFact[] = [
  { kind: 'dial-accepted', sid: SID, at: at(1) },
  { kind: 'dial-unknown', message: 'no reply', at: at(1) },
];
const outcomes = fc.constantFrom<Outcome>(
  'completed',
  'busy',
  'declined',
  'no-answer',
  'unreachable',
  'failed',
  'canceled',
);

/** A call as it goes: what may get lost on the way, and the rest, that must arrive. */
const lives = fc
  .record({
    outcome: outcomes,
    seconds: fc.integer({ min: 0, max: 130 }),
    dial: fc.constantFrom(...DIALS),
    agentEnds: fc.boolean(),
    endRequested: fc.boolean(),
  })
  .map(({ outcome, seconds, dial, agentEnds, endRequested }) => {
    const talked = outcome === 'completed';
    const lossy = [dial, step('dialed', 1), step('ringing', 2)];
    if (talked) lossy.push({ kind: 'talk-started', sid: SID, at: at(10.4) }, step('answered', 10));
    const kept = [end(outcome, talked ? seconds : 0)];
    if (talked && agentEnds)
      kept.push({ kind: 'talk-ended', sid: SID, attempt: 1, reason: EndedReason.AGENT_ENDED, at: at(10 + seconds) });
    return { lossy, kept, endRequested, orderly: [...lossy, ...kept] };
  });
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

/** The same life as it may reach us: any order, any loss but of what must arrive, any repetition. */
const mishaps = lives.chain((life) =>
  fc
    .record({
      survivors: fc.subarray(life.lossy),
      copies: fc.array(fc.constantFrom(...life.orderly), { maxLength: 6 }),
      ask: fc.nat(20),
    })
    .chain(({ survivors, copies, ask }) => {
      const facts = [...survivors, ...copies, ...life.kept];
      return fc.record({
        life: fc.constant(life),
        ask: fc.constant(ask),
        facts: fc.shuffledSubarray(facts, { minLength: facts.length }),
      });
    }),
);

/** A request to end comes from us and can matter only as long as the end is not known. */
function asked(facts: CallFact[], life: Life, position: number): CallFact[] {
  if (!life.endRequested) return facts;
  const firstEnd = facts.findIndex((fact) => fact.kind === 'reported' && fact.progress.kind === 'ended');
  return facts.toSpliced(Math.min(position, firstEnd), 0, { kind: 'end-requested', at: at(3) });
}

test('any order, loss and repetition of reports ends in the same state and the same charge', () => {
  fc.assert(
    fc.property(mishaps, ({ life, facts, ask }) => {
      const expected = after(asked(life.orderly, life, 0));
      const actual = after(asked(facts, life, ask));
      expect(isTerminal(expected.status)).toBe(true);
      expect(actual).toEqual(expected);
      expect(chargeFor({ ...actual, ...MONEY })).toBe(chargeFor({ ...expected, ...MONEY }));
    }),
    { numRuns: 2000 },
  );
});

const sids = fc.constantFrom(SID, 'CA2', 'CA3');
const talks = fc.integer({ min: 0, max: 3 });
const talkEnds = fc.constantFrom(
  EndedReason.AGENT_ENDED,
  EndedReason.SILENCE,
  EndedReason.TIME_LIMIT,
  EndedReason.VOICEMAIL_LEFT,
);
const instants = fc.integer({ min: -5, max: 300 }).map(at);
const anyFact: fc.Arbitrary<CallFact> = fc.oneof(
  fc.record({ kind: fc.constant('dial-accepted' as const), sid: sids, at: instants }),
  fc.record({
    kind: fc.constant('dial-refused' as const),
    reason: fc.constant(EndedReason.INVALID_NUMBER),
    message: fc.constant('no'),
    at: instants,
  }),
  fc.record({ kind: fc.constant('dial-unknown' as const), message: fc.constant('what'), at: instants }),
  fc.record({ kind: fc.constant('talk-started' as const), sid: sids, at: instants }),
  fc.record({ kind: fc.constant('transfer-answered' as const), sid: sids, attempt: talks, at: instants }),
  fc.record({
    kind: fc.constant('transfer-ended' as const),
    sid: sids,
    attempt: talks,
    connected: fc.boolean(),
    at: instants,
  }),
  fc.record({ kind: fc.constant('talk-ended' as const), sid: sids, attempt: talks, reason: talkEnds, at: instants }),
  fc.record({
    kind: fc.constant('answered-by' as const),
    sid: sids,
    answeredBy: fc.constantFrom(...Object.values(AnsweredBy)),
    at: instants,
  }),
  fc.record({ kind: fc.constant('end-requested' as const), at: instants }),
  fc.record({ kind: fc.constant('given-up' as const), sid: fc.option(sids), at: instants }),
  fc
    .tuple(fc.constantFrom('dialed' as const, 'ringing' as const, 'answered' as const), fc.nat(300), sids)
    .map(([name, seconds, sid]) => step(name, seconds, sid)),
  fc.tuple(outcomes, fc.nat(200), sids).map(([outcome, seconds, sid]) => end(outcome, seconds, sid)),
);
const RANK: Record<string, number> = { INITIATED: 0, RINGING: 1, ANSWERED: 2 };
const rank = ({ status }: CallState) => RANK[status] ?? 3;

/** Checks a rule about one fact, wherever in a life of any facts it comes. */
function always(rule: (before: CallState, fact: CallFact, next: CallState) => void): void {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 15 }), (facts) => {
      let state = CREATED;
      for (const fact of facts) {
        const next = applyFact(state, TERMS, fact);
        rule(state, fact, next);
        state = next;
      }
    }),
    { numRuns: 1000 },
  );
}

test('a status never moves backwards, and a terminal one never changes', () => {
  always((before, _fact, next) => {
    expect(rank(next)).toBeGreaterThanOrEqual(rank(before));
    if (isTerminal(before.status)) expect(next.status).toBe(before.status);
  });
});

test('a fact that is repeated at once changes nothing', () => {
  always((_before, fact, next) => expect(applyFact(next, TERMS, fact)).toEqual(next));
});

test('a live call keeps the first answer that was heard of', () => {
  always((before, _fact, next) => {
    if (before.answeredTime && !isTerminal(next.status)) expect(next.answeredTime).toBe(before.answeredTime);
  });
});

test('a fact about another provider call changes nothing', () => {
  always((before, fact, next) => {
    if (before.providerSid === null || !('sid' in fact) || fact.sid === before.providerSid) return;
    expect(next).toEqual(before);
  });
});

test('once the provider is proven to have the call, no doubt and no refusal undoes it', () => {
  always((before, fact, next) => {
    if (before.providerSid === null) return;
    expect(next).toMatchObject({ dial: DialState.ACCEPTED, providerSid: before.providerSid });
    if (fact.kind === 'dial-refused' || fact.kind === 'dial-unknown') expect(next).toEqual(before);
    if (fact.kind === 'given-up' && fact.sid === null) expect(next).toEqual(before);
  });
});

test('an end has a time, a reason and a duration, never before the start, and a live call has none of them', () => {
  always((_before, _fact, { status, endTime, endedReason, endedBy, durationSeconds, answeredTime }) => {
    expect([endTime, endedReason, endedBy, durationSeconds].map((value) => value !== null)).toEqual(
      Array(4).fill(isTerminal(status)),
    );
    for (const time of [endTime, answeredTime]) if (time) expect(time.getTime()).toBeGreaterThanOrEqual(+START);
    if (endTime && answeredTime) expect(endTime.getTime()).toBeGreaterThanOrEqual(answeredTime.getTime());
  });
});

test('a charge is between nothing and the hold, and nothing for a call without talk', () => {
  always((_before, _fact, next) => {
    const charge = chargeFor({ ...next, ...MONEY });
    expect(charge).toBeGreaterThanOrEqual(0);
    expect(charge).toBeLessThanOrEqual(MONEY.creditsReserved);
    if (next.status !== CallStatus.COMPLETED) expect(charge).toBe(0);
  });
});
