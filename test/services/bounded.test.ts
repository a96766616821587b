import { bounded, isTakingTooLong } from '../../src/services/bounded';

test('work is done, and what it throws comes through', () => {
  const boom = new Error('boom');
  expect(bounded(1000, () => 7)).toBe(7);
  expect(() =>
    bounded(1000, () => {
      throw boom;
    }),
  ).toThrow(boom);
});

test.each([
  [
    'a loop',
    () => {
      for (;;);
    },
  ],
  ['a pattern that backtracks', () => /^(a+)+$/.test(`${'a'.repeat(40)}!`)],
])('%s is broken off', (_, work) => {
  const broken = (): unknown => {
    try {
      return bounded(50, work as () => unknown);
    } catch (error) {
      return error;
    }
  };
  expect(isTakingTooLong(broken())).toBe(true);
  expect(bounded(1000, () => 'still works')).toBe('still works');
});

test('work that had no time to run is begun again', () => {
  let begun = 0;
  const work = () => {
    begun += 1;
    // Waits without computing.
    if (begun < 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    for (let i = 0; begun < 3 && i < 1e6; i++);
    return begun;
  };
  expect(bounded(100, work)).toBe(3);
});

test('work that took too long once is measured again where one measurement is not enough', () => {
  let begun = 0;
  const slowAtFirst = () => {
    begun += 1;
    for (const since = performance.now(); begun === 1 && performance.now() - since < 400; );
    return begun;
  };
  expect(bounded(200, slowAtFirst, 2)).toBe(2);
});
