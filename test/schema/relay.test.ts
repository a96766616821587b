import { parse, printSchema } from 'graphql';
import { buildTestSchema } from './support/build';
import { shapesOf } from './support/shape';

const shapes = shapesOf(parse(printSchema(buildTestSchema())));
const connections = Object.keys(shapes).filter((name) => name.endsWith('Connection'));

test('there are connections of calls, agents, contacts, campaigns and phone numbers', () => {
  expect(connections).toEqual(
    expect.arrayContaining([
      'AgentConnection',
      'CallConnection',
      'CampaignConnection',
      'ContactConnection',
      'PhoneNumberConnection',
    ]),
  );
});

test.each(connections)('%s has the shape that Relay wants', (connection) => {
  const edge = connection.replace(/Connection$/, 'Edge');
  expect(shapes[connection]).toMatchObject({
    kind: 'ObjectTypeDefinition',
    fields: {
      edges: `edges(): [${edge}!]!`,
      pageInfo: 'pageInfo(): PageInfo!',
      totalCount: 'totalCount(): Int!',
    },
  });
  expect(Object.keys(shapes[edge]?.fields ?? {}).toSorted()).toEqual(['cursor', 'node']);
  expect(shapes[edge]?.fields.cursor).toBe('cursor(): String!');
  const node = /^node\(\): (\w+)!$/.exec(shapes[edge]?.fields.node ?? '')?.[1];
  expect(shapes[node ?? '']?.interfaces).toContain('Node');
});

const pagedFields = Object.values(shapes)
  .flatMap(({ fields }) => Object.values(fields))
  .filter((signature) => /: \w+Connection!?$/.test(signature));
const isFeed = (signature: string) => signature.startsWith('events(');

test('a feed, which has no end, is read forwards', () => {
  expect(pagedFields.filter(isFeed)).toEqual(['events(after: String, first: Int): EventConnection!']);
});

test('every other field that answers a connection takes the arguments of a page', () => {
  const paged = pagedFields.filter((signature) => !isFeed(signature));
  expect(paged.length).toBeGreaterThanOrEqual(5);
  for (const signature of paged) {
    for (const argument of ['first: Int', 'after: String', 'last: Int', 'before: String']) {
      expect(signature).toContain(argument);
    }
  }
});

test('PageInfo has the four fields of the specification', () => {
  expect(shapes.PageInfo?.fields).toEqual({
    hasNextPage: 'hasNextPage(): Boolean!',
    hasPreviousPage: 'hasPreviousPage(): Boolean!',
    startCursor: 'startCursor(): String',
    endCursor: 'endCursor(): String',
  });
});

test('Node has an id and nothing else', () => {
  expect(shapes.Node?.fields).toEqual({ id: 'id(): ID!' });
});
