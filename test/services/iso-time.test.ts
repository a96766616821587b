import fc from 'fast-check';
import { isoTime } from '../../src/services/iso-time';

test('times are written as JavaScript writes them, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.date({ noInvalidDate: true })), (dates) => {
      expect(dates.map(isoTime)).toEqual(dates.map((date) => date.toISOString()));
    }),
  );
});

test.each([
  '2026-11-22T23:59:59.999Z',
  '2026-11-23T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '-000001-02-28T01:02:03.004Z',
  '+012345-06-07T08:09:10.011Z',
])('%s', (text) => expect(isoTime(new Date(text))).toBe(text));

test('what is no time is refused', () => expect(() => isoTime(new Date(Number.NaN))).toThrow(RangeError));
