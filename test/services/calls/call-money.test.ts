import fc from 'fast-check';
import { CallStatus, EndedReason } from '../../../src/entities/enums';
import { chargeFor, holdFor } from '../../../src/services/calls/call-money';

const TALKED = {
  status: CallStatus.COMPLETED,
  durationSeconds: 90,
  creditsPerMinute: 2,
  creditsReserved: 10,
  talkEnd: null,
  turns: 4,
};

test.each([
  [1, 1, 1],
  [59, 1, 1],
  [60, 1, 1],
  [61, 1, 2],
  [300, 1, 5],
  [301, 1, 6],
  [90, 4, 8],
  [300, 0, 0],
])('an agent of at most %i s at %i a minute holds %i', (maxDurationSeconds, creditsPerMinute, hold) => {
  expect(holdFor({ maxDurationSeconds, creditsPerMinute })).toBe(hold);
});

test.each([
  [0, 0],
  [1, 2],
  [60, 2],
  [61, 4],
  [300, 10],
  [301, 10],
  [100_000, 10],
])('a talk of %i s costs %i of a hold of 10 at 2 a minute', (durationSeconds, charge) => {
  expect(chargeFor({ ...TALKED, durationSeconds })).toBe(charge);
});

test.each([CallStatus.BUSY, CallStatus.NO_ANSWER, CallStatus.FAILED])(
  'a call that ended %s costs nothing',
  (status) => {
    expect(chargeFor({ ...TALKED, status })).toBe(0);
  },
);

test.each([
  [EndedReason.INTERNAL_ERROR, 0, 0],
  [EndedReason.INTERNAL_ERROR, 1, 4],
  [EndedReason.CONTACT_HUNG_UP, 0, 4],
  [null, 0, 4],
])('a talk that ended %s after %i turns costs %i', (talkEnd, turns, charge) => {
  expect(chargeFor({ ...TALKED, talkEnd, turns })).toBe(charge);
});

test('a talk within its time limit never costs more than its hold, and longer talks never cost less', () => {
  const agents = fc.record({
    maxDurationSeconds: fc.integer({ min: 1, max: 14_400 }),
    creditsPerMinute: fc.integer({ min: 0, max: 100_000 }),
  });
  fc.assert(
    fc.property(agents, fc.nat(20_000), fc.nat(20_000), (agent, one, other) => {
      const charge = (durationSeconds: number, creditsReserved: number) =>
        chargeFor({ ...TALKED, durationSeconds, creditsReserved, ...agent });
      const hold = holdFor(agent);
      const [shorter, longer] = one < other ? [one, other] : [other, one];
      expect(charge(shorter, hold)).toBeLessThanOrEqual(charge(longer, hold));
      if (longer <= agent.maxDurationSeconds) expect(charge(longer, Number.MAX_SAFE_INTEGER)).toBeLessThanOrEqual(hold);
    }),
  );
});
