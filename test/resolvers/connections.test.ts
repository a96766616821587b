import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
let send: ReturnType<typeof graphqlClient>;
/** 130 calls, a minute apart, the oldest first. */
let calls: string[];
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  send = graphqlClient(server.url, account.key);
  const times = Array.from({ length: 130 }, (_, index) => ({ startTime: new Date(Date.UTC(2024, 0, 1, 0, index)) }));
  calls = await insertCalls(server.pool, account, times);
});
afterAll(() => server.stop());

interface ConnectionAnswer {
  totalCount?: number;
  edges: Array<{ cursor: string; node: { id: string } }>;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** Asks a connection of the account for a page; `parameters` are written as in GraphQL. */
async function page(field: string, parameters = ''): Promise<ConnectionAnswer> {
  const { body } = await send(`{ ${field}${parameters && `(${parameters})`} {
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`);
  expect(body.errors).toBeUndefined();
  return body.data[field];
}

const idsOf = ({ edges }: ConnectionAnswer) => edges.map(({ node }) => node.id);

test.each(['calls', 'contacts', 'campaigns'])('%s are 20 a page, the newest first', async (field) => {
  const first = await page(field);
  expect(first.edges).toHaveLength(20);
  expect(first.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: first.edges[0]?.cursor,
    endCursor: first.edges[19]?.cursor,
  });
  if (field === 'calls') expect(idsOf(first)).toEqual(calls.slice(-20).toReversed());
});

test.each([
  ['calls', 130],
  ['contacts', 130],
  ['campaigns', 130],
  ['agents', 1],
  ['phoneNumbers', 1],
])('%s can be walked forwards, backwards and counted', async (field, total) => {
  const forwards: string[] = [];
  for (let after = ''; ; ) {
    const { edges, pageInfo } = await page(field, `first: 50${after && `, after: "${after}"`}`);
    forwards.push(...edges.map(({ node }) => node.id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor ?? '';
  }
  const backwards: string[] = [];
  for (let before = ''; ; ) {
    const { edges, pageInfo } = await page(field, `last: 50${before && `, before: "${before}"`}`);
    backwards.unshift(...edges.map(({ node }) => node.id));
    if (!pageInfo.hasPreviousPage) break;
    before = pageInfo.startCursor ?? '';
  }
  expect(new Set(forwards).size).toBe(total);
  expect(backwards).toEqual(forwards);
  const { body } = await send(`{ ${field} { totalCount } }`);
  expect(body.data[field].totalCount).toBe(total);
});

test('a page may have 100 and the last one says that nothing follows', async () => {
  const hundred = await page('calls', 'first: 100');
  expect(hundred.edges).toHaveLength(100);
  const rest = await page('calls', `first: 100, after: "${hundred.pageInfo.endCursor}"`);
  expect(rest.edges).toHaveLength(30);
  expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const beyond = await page('calls', `after: "${rest.pageInfo.endCursor}"`);
  expect(beyond).toMatchObject({ edges: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } });
});

test('offset skips for those who count pages', async () => {
  expect(idsOf(await page('calls', 'first: 10, offset: 120'))).toEqual(calls.slice(0, 10).toReversed());
  expect((await page('calls', 'offset: 130')).edges).toEqual([]);
});

test('orderBy turns the list around, and cursors with it', async () => {
  const order = 'orderBy: { direction: ASC }';
  const first = await page('calls', `first: 3, ${order}`);
  expect(idsOf(first)).toEqual(calls.slice(0, 3));
  expect(idsOf(await page('calls', `first: 3, after: "${first.pageInfo.endCursor}", ${order}`))).toEqual(
    calls.slice(3, 6),
  );
  expect(idsOf(await page('calls', `last: 2, ${order}`))).toEqual(calls.slice(-2));
});

test.each([
  ['first: 0', { first: ['first must be between 1 and 100'] }],
  ['first: 101', { first: ['first must be between 1 and 100'] }],
  ['first: -1', { first: ['first must be between 1 and 100'] }],
  ['last: 101', { last: ['last must be between 1 and 100'] }],
  ['first: 1, last: 1', { last: ['last cannot be used together with first'] }],
  ['offset: 1, after: "CURSOR"', { offset: ['offset cannot be used together with after, before or last'] }],
  ['offset: -1', { offset: ['offset must be between 0 and 100000000; use cursors to go further'] }],
  ['after: "nonsense"', { after: ['Not a cursor of this list'] }],
  ['after: ""', { after: ['Not a cursor of this list'] }],
  ['before: "nonsense"', { before: ['Not a cursor of this list'] }],
  [
    'first: 0, last: 101, offset: 1',
    {
      first: ['first must be between 1 and 100'],
      last: ['last must be between 1 and 100'],
      offset: ['offset cannot be used together with after, before or last'],
    },
  ],
])('a page of %s is refused, with everything that is wrong', async (parameters, issues) => {
  for (const field of ['calls', 'agents', 'contacts', 'campaigns', 'phoneNumbers']) {
    const { edges } = await page(field, 'first: 1');
    const { body } = await send(`{ ${field}(${parameters.replace('CURSOR', edges[0]!.cursor)}) { totalCount } }`);
    expect(body.data).toBeNull();
    expect(body.errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', issues });
  }
});

test.each([
  'calls 2024-02-30T00:00:00.000Z ID',
  'calls 0000-01-01T00:00:00.000Z ID',
  'calls 2024-01-01T24:00:00.000Z ID',
  'calls 2024-01-01 ID',
  'calls 2024-01-01T00:00:00.000Z x',
  'calls 2024-01-01T00:00:00.000Z ID x',
  'calls infinity ID',
  '2024-01-01T00:00:00.000Z ID',
])('a cursor that somebody made up is refused: %s', async (text) => {
  const after = Buffer.from(text.replace('ID', account.agentId)).toString('base64url');
  const { body } = await send('query ($after: String) { calls(after: $after) { totalCount } }', { after });
  expect(body.errors[0].extensions).toEqual({
    code: 'BAD_USER_INPUT',
    issues: { after: ['Not a cursor of this list'] },
  });
});

test('a cursor of another list is refused', async () => {
  const fields = ['calls', 'agents', 'contacts', 'campaigns', 'phoneNumbers'];
  for (const [index, field] of fields.entries()) {
    const { edges } = await page(fields[(index + 1) % fields.length] ?? '', 'first: 1');
    const query = `query ($after: String) { ${field}(after: $after) { totalCount } }`;
    const { body } = await send(query, { after: edges[0]?.cursor });
    expect(body.errors[0].extensions.issues).toEqual({ after: ['Not a cursor of this list'] });
  }
});

test('a cursor is opaque and shows neither account nor number', async () => {
  const { edges } = await page('calls', 'first: 1');
  expect(edges[0]?.cursor).toMatch(/^[\w-]+$/);
  expect(Buffer.from(edges[0]!.cursor, 'base64url').toString()).not.toContain(account.accountId);
});
