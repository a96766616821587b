import { AppError } from '../../../src/errors';
import { Failures } from '../../../src/services/prompts/failures';

afterEach(() => jest.restoreAllMocks());

const fail = () => {
  throw new AppError('CONFLICT', 'no');
};

test('what failed is not tried again for a minute, and what it was done with decides', () => {
  const failures = new Failures();
  const work = jest.fn(fail);
  const attempt = (...key: unknown[]) => expect(() => failures.unlessKnown(key, work)).toThrow('no');
  for (const key of [
    ['a', { n: 1 }],
    ['a', { n: 1 }],
    ['a', { n: 2 }],
  ])
    attempt(...key);
  expect(work).toHaveBeenCalledTimes(2);
  expect([failures.has('a', { n: 1 }), failures.has('a', { n: 3 })]).toEqual([true, false]);
  const later = performance.now() + 61_000;
  jest.spyOn(performance, 'now').mockReturnValue(later);
  attempt('a', { n: 1 });
  expect(work).toHaveBeenCalledTimes(3);
});

test('faults of our own and keys that are no JSON are not kept', () => {
  const failures = new Failures();
  const bug = () => {
    throw new TypeError('bug');
  };
  expect(() => failures.unlessKnown(['a'], bug)).toThrow('bug');
  expect(failures.unlessKnown(['a'], () => 'done')).toBe('done');
  expect(() => failures.unlessKnown([1n], fail)).toThrow('no');
  expect(failures.unlessKnown([1n], () => 'done')).toBe('done');
});
