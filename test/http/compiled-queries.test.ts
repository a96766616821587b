import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
let callId: string;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  const calls = [{ startTime: new Date(0) }, { startTime: new Date(60_000), status: 'BUSY' as const }];
  [callId = ''] = await insertCalls(server.pool, account, calls);
});
afterAll(() => server.stop());

/** More often than makes a query worth compiling. */
const TIMES = 6;

test.each([
  [
    'an anonymous list',
    '{ calls { totalCount edges { cursor node { id startTime agent { name } events { type } } } } }',
  ],
  ['an interface', 'query ($id: ID!) { node(id: $id) { __typename id ... on Call { status transcript { status } } } }'],
  [
    'a fragment and a directive',
    'query ($id: ID!) { call(id: $id) { ...F } } fragment F on Call { id toNumber @skip(if: true) }',
  ],
  [
    'a field that is skipped in one place and selected in another',
    'query ($id: ID!) { call(id: $id) { agent @skip(if: true) { ... on Agent { id } } agent { name } } }',
  ],
  [
    'a field that is also selected in a fragment that is not included',
    `query ($id: ID!, $whole: Boolean = false) { call(id: $id) { ...F @include(if: $whole) agent { name } } }
     fragment F on Call { agent { ...A } } fragment A on Agent { id language }`,
  ],
  [
    'a leaf that is skipped in one place and selected in another',
    'query ($id: ID!) { call(id: $id) { id @skip(if: true) ...F toNumber } } fragment F on Call { id }',
  ],
  ['one of two operations', 'query A { account { id } } query B { account { name } }', 'B'],
  ['a query that finds nothing', '{ call(id: "none") { id } }'],
  ['a query that is refused', '{ account { id } calls(first: 0) { totalCount } }'],
  ['what is told of the schema', '{ __type(name: "Call") { name fields { name } } }'],
])('%s has the same answer however often it comes', async (_, query, ...[operationName]) => {
  const answers: string[] = [];
  for (let time = 0; time < TIMES; time++) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': account.key },
      body: JSON.stringify({ query, operationName, variables: { id: callId } }),
    });
    answers.push(`${response.status} ${response.headers.get('Content-Type')} ${await response.text()}`);
  }
  expect(answers[0]).toMatch(/"data"/);
  expect(new Set(answers).size).toBe(1);
});

test('a leaf comes and goes with its variable, however often the query came', async () => {
  const ask = graphqlClient(server.url, account.key);
  const query = 'query ($count: Boolean!) { calls { totalCount @include(if: $count) edges { node { id } } } }';
  for (let time = 0; time < TIMES; time++) {
    const [counted, plain] = [await ask(query, { count: true }), await ask(query, { count: false })];
    expect(counted.body.data.calls).toMatchObject({ totalCount: 2, edges: [{}, {}] });
    expect(Object.keys(plain.body.data.calls)).toEqual(['edges']);
  }
});

test('another account is told its own by the same query', async () => {
  const other = await createTestAccount(server.pool);
  const query = '{ account { id } calls { totalCount } }';
  for (let time = 0; time < TIMES; time++) {
    const { body: mine } = await graphqlClient(server.url, account.key)(query);
    const { body: theirs } = await graphqlClient(server.url, other.key)(query);
    expect(mine.data).toEqual({ account: { id: account.accountId }, calls: { totalCount: 2 } });
    expect(theirs.data).toEqual({ account: { id: other.accountId }, calls: { totalCount: 0 } });
  }
});
