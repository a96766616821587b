import { getIntrospectionQuery } from 'graphql';
import { buildTestSchema } from '../schema/support/build';
import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { rootDocuments } from '../support/root-documents';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
let anonymous: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  anonymous = graphqlClient(server.url, null);
});
afterAll(() => server.stop());

const MISSING = {
  message:
    'API key is required. Please provide it in the x-api-key header, Authorization header, or api_key query parameter.',
  extensions: { code: 'UNAUTHENTICATED' },
};
const INVALID = {
  message: 'The provided API key is invalid or inactive.',
  extensions: { code: 'UNAUTHENTICATED' },
};

test.each(rootDocuments(buildTestSchema()))('%s needs a key', async (_, document) => {
  const answer = await anonymous(document);
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({ errors: [MISSING] });
});

test.each([
  ['the type name', '{ __typename }'],
  ['the type name of a mutation', 'mutation { __typename }'],
  ['the whole schema', getIntrospectionQuery()],
  ['one type', '{ __type(name: "Call") { name fields { name } } }'],
  [
    'a named fragment',
    'query { ...A } fragment A on Query { __typename ...B } fragment B on Query { __schema { queryType { name } } }',
  ],
  ['an inline fragment', '{ ... on Query { __typename ... { __schema { __typename } } } }'],
])('%s can be read without a key', async (_, document) => {
  const answer = await anonymous(document);
  expect(answer.status).toBe(200);
  expect(answer.body.errors).toBeUndefined();
  expect(answer.body.data).not.toBeNull();
});

test.each([
  ['beside introspection', '{ __typename account { id } }'],
  ['under an alias that looks like introspection', '{ __typename: account { id } }'],
  ['in an inline fragment', '{ __typename ... on Query { account { id } } }'],
  [
    'in a fragment of a fragment',
    '{ ...A } fragment A on Query { __typename ...B } fragment B on Query { account { id } }',
  ],
  ['that is skipped', '{ __typename account @skip(if: true) { id } }'],
])('a field %s needs a key', async (_, document) => {
  const answer = await anonymous(document);
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({ errors: [MISSING] });
});

test('of several operations the one that is run decides', async () => {
  const query = 'query Open { __typename } query Closed { account { id } }';
  const run = (operationName: string) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, operationName }),
    });
  expect((await run('Open')).status).toBe(200);
  expect((await run('Closed')).status).toBe(401);
});

test.each([
  ['malformed', 'cm_123'],
  ['unknown', `cm_${'0'.repeat(64)}`],
])('a key that is %s is refused even for introspection', async (_, key) => {
  const answer = await graphqlClient(server.url, key)('{ __typename }');
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({ errors: [INVALID] });
  expect(answer.headers.get('Content-Type')).toContain('application/graphql-response+json');
});

test.each([
  ['as a bearer token', (key: string) => ({ path: '', headers: { Authorization: `Bearer ${key}` } })],
  ['as a query parameter', (key: string) => ({ path: `?api_key=${key}`, headers: {} })],
  ['in upper case', (key: string) => ({ path: '', headers: { 'X-API-Key': `cm_${key.slice(3).toUpperCase()}` } })],
])('the key is also taken %s', async (_, present) => {
  const { path, headers } = present(account.key);
  const response = await fetch(`${server.url}/graphql${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ account { id } }' }),
  });
  expect(await response.json()).toEqual({ data: { account: { id: account.accountId } } });
});

test('no log line of this file has the key', () => {
  expect(server.logs.length).toBeGreaterThan(10);
  expect(server.logs.join('').toLowerCase()).not.toContain(account.key.slice(3));
});
