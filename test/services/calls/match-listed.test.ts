import fc from 'fast-check';
import { DialState } from '../../../src/entities/enums';
import { matchListed, type OwnCall } from '../../../src/services/calls/match-listed';
import type { ListedCall } from '../../../src/telephony/telephony';

const START = Date.UTC(2026, 10, 1);
const after = (seconds: number) => new Date(START + seconds * 1000);
const listed = (sid: string, seconds: number): ListedCall => ({ sid, createdAt: after(seconds), report: null });
const own = (callId: string, seconds: number, rest: Partial<OwnCall> = {}): OwnCall => ({
  accountId: 'account',
  callId,
  sid: null,
  dial: DialState.UNKNOWN,
  startTime: after(seconds),
  ...rest,
});

const wanted = own('wanted', 0);
const { ACCEPTED, PENDING, REFUSED } = DialState;

test.each<[string, OwnCall[], ListedCall[], string | null]>([
  ['the only call there, the only one of ours', [], [listed('CA1', 1)], 'CA1'],
  ['nothing is there', [], [], null],
  ['two are there', [], [listed('CA1', 1), listed('CA2', 2)], null],
  [
    'two are there, but one is another’s',
    [own('b', 0, { sid: 'CA2', dial: ACCEPTED })],
    [listed('CA1', 1), listed('CA2', 2)],
    'CA1',
  ],
  ['the only one there is another’s', [own('b', 0, { sid: 'CA1', dial: ACCEPTED })], [listed('CA1', 1)], null],
  ['another of ours is unknown, too', [own('b', 5)], [listed('CA1', 1)], null],
  ['another of ours is being dialled', [own('b', 5, { dial: PENDING })], [listed('CA1', 1)], null],
  ['another account’s is unknown', [own('b', 5, { accountId: 'other' })], [listed('CA1', 1)], null],
  ['another of ours was refused', [own('b', 5, { dial: REFUSED })], [listed('CA1', 1)], 'CA1'],
  ['another of ours is unknown, but began long after', [own('b', 150)], [listed('CA1', 1)], 'CA1'],
  ['another of ours is unknown, but began long before', [own('b', -150)], [listed('CA1', 1)], 'CA1'],
  ['the clocks differ by half a minute', [], [listed('CA1', -30)], 'CA1'],
  ['it was there long before', [], [listed('CA1', -61)], null],
  ['it came long after', [], [listed('CA1', 121)], null],
  ['its time cannot be read', [], [{ sid: 'CA1', createdAt: new Date(Number.NaN), report: null }], null],
])('%s', (_name, others, list, sid) => {
  expect(matchListed(wanted, [wanted, ...others], list)?.sid ?? null).toBe(sid);
});

test('a call that has its id by now is not looked for', () => {
  const known = own('wanted', 0, { sid: 'CA9', dial: ACCEPTED });
  expect(matchListed(known, [known], [listed('CA1', 1)])).toBeNull();
});

test('no call of the provider is matched twice, whoever asks and in whatever order', () => {
  const seconds = fc.integer({ min: -200, max: 200 });
  const sids = ['CA1', 'CA2', 'CA3'];
  const ours = fc.uniqueArray(
    fc.record({
      callId: fc.integer({ min: 0, max: 9 }).map(String),
      at: seconds,
      dial: fc.constantFrom(...Object.values(DialState)),
    }),
    { selector: ({ callId }) => callId, maxLength: 6 },
  );
  const list = fc.uniqueArray(fc.record({ sid: fc.constantFrom(...sids), at: seconds }), {
    selector: ({ sid }) => sid,
  });
  fc.assert(
    fc.property(ours, list, (some, there) => {
      const calls = some.map(({ callId, at, dial }) => own(callId, at, { dial }));
      const offered = there.map(({ sid, at }) => listed(sid, at));
      const matches = calls.flatMap((call) => matchListed(call, calls, offered)?.sid ?? []);
      expect(new Set(matches).size).toBe(matches.length);
    }),
  );
});
