import { buildSchema } from 'graphql';
import { buildTestSchema } from './support/build';
import { deprecated, faultOf } from './support/deprecations';

test('whatever is deprecated says since when, what to use instead, and when it goes', () => {
  const faults = deprecated(buildTestSchema()).map(([path, reason]) => [path, faultOf(reason)]);
  expect(faults.filter(([, fault]) => fault !== null)).toEqual([]);
});

test('deprecations of every kind of member are found', () => {
  const schema = buildSchema(`
    interface Named { name: String @deprecated(reason: "a") }
    type Query implements Named { name: String, old(way: Int @deprecated(reason: "b")): E @deprecated }
    input In { x: Int @deprecated(reason: "c") y: Int }
    enum E { OLD @deprecated(reason: "d") NEW }
    extend type Query { in(input: In): Int }
  `);
  expect(Object.fromEntries(deprecated(schema))).toEqual({
    'Named.name': 'a',
    'Query.old': 'No longer supported',
    'Query.old(way)': 'b',
    'In.x': 'c',
    'E.OLD': 'd',
  });
});

test.each([
  ['Since 2026-11-23. Use `newName` instead. Goes on 2027-05-23.', null],
  ['Since 2026-11-23. Use `Call.agent` of the call instead. Goes on 2027-06-01.', null],
  ['Since 2026-11-23. Use `newName` instead. Goes on 2027-02-23.', 'must leave clients 180 days'],
  ['Since 2026-11-23. Use `newName` instead. Goes on 2026-01-01.', 'must leave clients 180 days'],
  ...['No longer supported', 'Use `newName` instead.', 'Since yesterday. Use `a` instead. Goes on 2027-05-23.'].map(
    (reason): [string, string] => [reason, expect.stringContaining('must read')],
  ),
  ['Since 2026-13-45. Use `newName` instead. Goes on 2027-05-23.', expect.stringContaining('must read')],
])('the reason %j', (reason, fault) => {
  expect(faultOf(reason)).toEqual(fault);
});
