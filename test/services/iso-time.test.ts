import { isIsoTime } from '../../src/services/iso-time';

test('a time as JavaScript writes it is one', () => {
  expect(isIsoTime(new Date().toISOString())).toBe(true);
});

test.each([
  '2026-11-22 23:59:59.999+00',
  '2026-11-22T23:59:59Z',
  '2026-11-22T23:59:59.999+00:00',
  '2026-11-22T23:59:59.999Z ',
  new Date(),
  1,
  null,
])('%p is none', (value) => expect(isIsoTime(value)).toBe(false));
