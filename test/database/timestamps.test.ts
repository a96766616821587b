import fc from 'fast-check';
import { types } from 'pg';
import { parseTimestamp } from '../../src/database/timestamps';

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

test.each([
  '2026-11-22 19:20:31.5+05:30',
  '2026-11-22 01:20:31-08',
  '2026-11-22 13:50:31.123456+00',
  '0044-03-15 12:00:00+00 BC',
  '12026-01-01 00:00:00+00',
  'infinity',
])('%s is read as pg reads it', (text) => expect(parseTimestamp(text)).toEqual(slowly(text)));
