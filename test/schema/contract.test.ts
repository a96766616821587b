import { parse, printSchema } from 'graphql';
import { buildTestSchema } from './support/build';
import { shapesOf, shapesOfFile } from './support/shape';

const actual = shapesOf(parse(printSchema(buildTestSchema())));
const promised = shapesOfFile('contract.graphql');
const later = shapesOfFile('later.graphql');

describe.each(Object.entries(promised))('%s', (name, shape) => {
  test('is of the promised kind and implements the promised interfaces', () => {
    expect(actual[name]?.kind).toBe(shape.kind);
    expect(actual[name]?.interfaces).toEqual(expect.arrayContaining(shape.interfaces));
  });

  if (Object.keys(shape.fields).length > 0) {
    test.each(Object.entries(shape.fields))('%s is as promised', (field, signature) => {
      expect(actual[name]?.fields[field]).toBe(signature);
    });
  }

  if (shape.members.length > 0) {
    test('has exactly the promised members', () => {
      expect(actual[name]?.members).toEqual(shape.members);
    });
  }
});

test.each(['Query', 'Mutation', 'Subscription', 'InitiateCallInput'])(
  '%s has nothing that was not promised',
  (name) => {
    expect(Object.keys(actual[name]?.fields ?? {}).toSorted()).toEqual(Object.keys(promised[name]!.fields).toSorted());
  },
);

test('every error type implements Error and every error of a union is one', () => {
  const errors = Object.entries(actual).filter(([name]) => name.endsWith('Error') && name !== 'Error');
  expect(errors.length).toBeGreaterThanOrEqual(10);
  for (const [name, shape] of errors) expect([name, shape.interfaces]).toEqual([name, ['Error']]);
  const unions = Object.values(actual).filter((shape) => shape.kind === 'UnionTypeDefinition');
  for (const member of unions.flatMap((union) => union.members)) expect(member).toMatch(/(Success|Error)$/);
});

test('every mutation answers a union of one success and at least one error', () => {
  for (const [field, signature] of Object.entries(actual.Mutation!.fields)) {
    const union = actual[/: (\w+)!$/.exec(signature)?.[1] ?? '']!;
    expect([field, union.members.filter((member) => member.endsWith('Success'))]).toEqual([
      field,
      [expect.stringMatching(/Success$/)],
    ]);
    expect(union.members.length).toBeGreaterThan(1);
  }
});

test('what is listed as not built yet is indeed not there', () => {
  const built = Object.entries(later).flatMap(([name, shape]) =>
    Object.keys(shape.fields).filter((field) => field in (actual[name]?.fields ?? {})),
  );
  expect(built).toEqual([]);
});
