import { batched } from '../../src/services/batched';

/** A look-up whose statements end when they are told to. */
function lookUp(size?: number) {
  const statements: Array<{ keys: readonly string[]; end: () => void; fail: (error: Error) => void }> = [];
  const loader = batched<string, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        statements.push({ keys, end: () => resolve(keys.map((key) => key.toUpperCase())), fail: reject });
      }),
    (key) => key,
    size,
  );
  /** The keys of a statement, once it is under way. */
  const begun = async (index: number, withinMs = 5000) => {
    const deadline = Date.now() + withinMs;
    while (!statements[index] && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
    return statements[index]?.keys;
  };
  return { loader, statements, begun };
}

test('what is asked for while a statement is under way shares the next, each key once', async () => {
  const { loader, statements, begun } = lookUp();
  const first = loader.load('a');
  expect(await begun(0)).toEqual(['a']);
  const rest = [loader.load('b'), loader.load('a'), loader.load('b')];
  expect(await begun(1, 50)).toBeUndefined();
  statements[0]?.end();
  expect(await first).toBe('A');
  expect(await begun(1)).toEqual(['b', 'a']);
  statements[1]?.end();
  expect(await Promise.all(rest)).toEqual(['B', 'A', 'B']);
});

test('a statement that fails does so for those who share it', async () => {
  const { loader, statements, begun } = lookUp(2);
  const failing = Promise.allSettled([loader.load('a'), loader.load('b')]);
  const next = loader.load('c');
  await begun(0);
  statements[0]?.fail(new Error('refused'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await begun(1)).toEqual(['c']);
  statements[1]?.end();
  expect(await next).toBe('C');
});

test('a statement that is stuck holds up nobody for long, and its end does not end the turn of another', async () => {
  const { loader, statements, begun } = lookUp(1);
  const all = Promise.all(['stuck', 'b', 'c'].map((key) => loader.load(key)));
  await begun(2);
  expect(statements.map(({ keys }) => keys)).toEqual([['stuck'], ['b'], ['c']]);
  const last = [loader.load('d'), loader.load('e')];
  expect(await begun(3)).toEqual(['d']);
  for (const { end } of statements.slice(0, 3)) end();
  expect(await all).toEqual(['STUCK', 'B', 'C']);
  expect(await begun(4, 50)).toBeUndefined();
  statements[3]?.end();
  expect(await begun(4)).toEqual(['e']);
  statements[4]?.end();
  expect(await Promise.all(last)).toEqual(['D', 'E']);
});
