import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildTestSchema } from './support/build';

const root = path.join(__dirname, '../..');

test('the committed schema.graphql is the schema that is served', () => {
  const committed = readFileSync(path.join(root, 'schema.graphql'), 'utf8');
  expect(textOf(buildSchema(committed))).toBe(textOf(buildTestSchema()));
});

test('one copy of graphql is installed, because two do not know each other’s types', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const copies = Object.keys(lock.packages).filter((name) => /(^|\/)node_modules\/graphql$/.test(name));
  expect(copies).toEqual(['node_modules/graphql']);
});

function textOf(schema: GraphQLSchema): string {
  return printSchema(lexicographicSortSchema(schema));
}
