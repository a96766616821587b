import { Recent } from '../../src/services/recent';

function counted(recent: Recent<number>): (key: string) => number {
  let made = 0;
  return (key) => recent.get(key, () => ++made);
}

test('at most so many entries are kept, and those that were used last', () => {
  const get = counted(new Recent(2));
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual([1, 2, 1, 3, 1, 4]);
});

test('keys have at most so many characters together', () => {
  const get = counted(new Recent(10, 5));
  expect(['aa', 'bb', 'aa', 'ccc', 'aa', 'bb', 'too long', 'too long', 'aa'].map(get)).toEqual([
    1, 2, 1, 3, 1, 4, 5, 6, 7,
  ]);
});

test('what throws is not kept; undefined is a value', () => {
  const recent = new Recent<number | undefined>(2);
  const boom = () => {
    throw new Error('boom');
  };
  expect(() => recent.get('x', boom)).toThrow('boom');
  expect(recent.get('x', () => undefined)).toBeUndefined();
  expect(recent.get('x', boom)).toBeUndefined();
});
