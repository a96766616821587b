import { readFileSync } from 'node:fs';
import { buildSchema, type DocumentNode, getOperationAST, isObjectType, parse } from 'graphql';
import { v1Routes } from '../../src/rest/v1';
import { excessOf, POINTS, QUERY_LIMITS } from '../../src/schema/query-limits';
import { buildTestSchema } from './support/build';

const schema = buildTestSchema();

/** Measures a document that is known to be valid. */
function excess(document: DocumentNode, variables: object = {}, of = schema) {
  const operation = getOperationAST(document);
  if (!operation) throw new Error('a document needs one operation');
  return excessOf(of, document, operation, variables as Record<string, unknown>);
}

test('the limits are those that are promised', () => {
  expect(QUERY_LIMITS).toEqual({
    tokens: 1000,
    fields: 1000,
    depth: 10,
    aliases: 30,
    rootFields: 20,
    directives: 50,
    cost: 1000,
  });
  for (const figure of Object.values(QUERY_LIMITS))
    expect(readFileSync('README.md', 'utf8')).toMatch(new RegExp(`\\b${figure} `));
});

test('ten levels are served and eleven are not, through fragments of every kind', () => {
  const endless = buildSchema('type Query { again: Query, name: String }');
  const levels = (count: number): string => (count === 1 ? 'name' : `... on Query { again { ${levels(count - 1)} } }`);
  const through = (count: number) => parse(`{ again { ...A } } fragment A on Query { ${levels(count - 1)} }`);
  expect(excess(parse(`{ ${levels(10)} }`), {}, endless)).toBeNull();
  expect(excess(through(10), {}, endless)).toBeNull();
  for (const document of [parse(`{ ${levels(11)} }`), through(11)]) {
    expect(excess(document, {}, endless)).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      status: 400,
      message: 'The request is too complex. It has 11 levels where 10 are allowed.',
    });
  }
});

test('everything that there is too much of is named at once', () => {
  const fields = Array.from({ length: 31 }, (_, index) => `a${index}: calls(first: 100) { edges { node { id } } }`);
  expect(excess(parse(`{ ${fields.join(' ')} }`))?.message).toBe(
    'The request is too complex. It has 31 aliases where 30 are allowed, 31 root fields where 20 are allowed, ' +
      '3162 points of cost where 1000 are allowed.',
  );
});

test.each(v1Routes.map((route) => [`${route.method} ${route.path}`, route.document] as const))(
  'what %s asks for stays within the limits with the largest page, so it can be asked by GraphQL',
  (_, document) => {
    expect(excess(document as DocumentNode, { first: 100, count: true })).toBeNull();
  },
);

test('every field that has a price exists, and every mutation and every count has one', () => {
  const fields = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  const priced = Object.keys(POINTS);
  expect(priced.filter((name) => !name.includes('.__') && !fields.includes(name))).toEqual([]);
  const costly = fields.filter((name) => /^Mutation\.|\.totalCount$/.test(name));
  expect(costly.filter((name) => !priced.includes(name))).toEqual([]);
});
