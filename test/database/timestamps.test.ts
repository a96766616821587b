import fc from 'fast-check';
import { types } from 'pg';
import { isoTimestamp, parseTimestamp } from '../../src/database/timestamps';

const slowly = types.getTypeParser(types.builtins.TIMESTAMPTZ);
const times = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

/** A time as PostgreSQL writes it with its time zone at UTC. */
const written = (date: Date) =>
  date
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.\d*?)0+Z$/, '$1')
    .replace(/\.?Z?$/, '+00');

test('what PostgreSQL writes is read as pg reads it', () => {
  fc.assert(
    fc.property(fc.array(times), (dates) => {
      expect(dates.map((date) => parseTimestamp(written(date)))).toEqual(dates);
      expect(dates.map((date) => parseTimestamp(written(date)))).toEqual(dates.map((date) => slowly(written(date))));
    }),
  );
});

/** The same in JSON. */
const inJson = (date: Date) => written(date).replace(' ', 'T').replace('+00', '+00:00');

test('what PostgreSQL writes is rewritten as JavaScript writes it', () => {
  fc.assert(
    fc.property(fc.array(times), (dates) => {
      const texts = dates.map((date) => date.toISOString());
      expect(dates.map((date) => isoTimestamp(written(date)))).toEqual(texts);
      expect(dates.map((date) => isoTimestamp(inJson(date)))).toEqual(texts);
    }),
  );
});

test.each([
  ['2026-11-22 19:20:31.5+05:30', '2026-11-22T13:50:31.500Z'],
  ['2026-11-22 01:20:31-08', '2026-11-22T09:20:31.000Z'],
  ['2026-11-22 13:50:31.123456+00', '2026-11-22T13:50:31.123Z'],
])('%s is rewritten, too', (text, iso) => expect(isoTimestamp(text)).toBe(iso));

test.each([
  '2026-11-22 19:20:31.5+05:30',
  '2026-11-22 01:20:31-08',
  '2026-11-22 13:50:31.123456+00',
  '0044-03-15 12:00:00+00 BC',
  '12026-01-01 00:00:00+00',
  'infinity',
])('%s is read as pg reads it', (text) => expect(parseTimestamp(text)).toEqual(slowly(text)));
