import { getIntrospectionQuery } from 'graphql';
import { graphqlClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';

let server: TestServer;
let account: TestAccount;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  send = graphqlClient(server.url, account.key);
});
afterAll(() => server.stop());

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');
const aliases = (count: number) => times(count, (index) => `a${index}: id`);
const names = (count: number) => times(count, () => '__typename');
const both = '@skip(if: false) @include(if: true)';
/** Fifty directives on every kind of selection, and those of `id`. */
const fifty = (id: string) => `{ ...A ${both} ...A ${both} account ${both} { ${id} } }
  fragment A on Query { account ${both} { ... ${both} { ${times(9, () => `id ${both}`)} } } }`;
/** A hundred calls with eight objects each are 902 points, and agents are two more than the page has. */
const points = (agents: string) => `{ agents(${agents}) { edges { node { id } } } calls(last: 100) { edges { node {
  agent { id } contact { id } campaign { id } events { id } analysis { reason } transcript { reason }
  recording { status } creditEntries { id } } } } }`;

/** What is limited: a document that reaches the limit, one that goes beyond it, and what is said of the second. */
const CASES: Array<[name: string, under: string, over: string, says: string]> = [
  ['aliases', `{ account { ${aliases(30)} } }`, `{ account { ${aliases(31)} } }`, '31 aliases where 30 are allowed'],
  [
    'aliases in a fragment that is spread twice',
    `{ ...A ... { ...A } } fragment A on Query { b: account { ${aliases(14)} } }`,
    `{ ...A ... { ...A } } fragment A on Query { b: account { ${aliases(15)} } }`,
    '32 aliases where 30 are allowed',
  ],
  ['root fields', `{ ${names(20)} }`, `{ ${names(21)} }`, '21 root fields where 20 are allowed'],
  [
    'fields of a fragment wherever it is spread',
    `{ account { ${times(9, () => '...A')} ${times(99, () => 'id')} } } fragment A on Account { ${times(100, () => 'id')} }`,
    `{ account { ${times(10, () => '...A')} } } fragment A on Account { ${times(100, () => 'id')} }`,
    '1001 fields where 1000 are allowed',
  ],
  [
    'root fields in a fragment that is spread twice',
    `{ ...A ... { ...A } } fragment A on Query { ${names(10)} }`,
    `{ ...A ... { ...A } __typename } fragment A on Query { ${names(10)} }`,
    '21 root fields where 20 are allowed',
  ],
  ['directives', fifty('id'), fifty('id @skip(if: false)'), '51 directives where 50 are allowed'],
  ['points', points('first: 96'), points('first: 97'), '1001 points of cost where 1000 are allowed'],
];

test('the size of a page is looked at whenever a document comes', async () => {
  const query = `query ($first: Int = 100) { calls(first: $first) { edges { node {
    agent { id } contact { id } campaign { id } events { id } analysis { reason } transcript { reason }
    recording { status } creditEntries { id } } } } agents(first: 100) { edges { node { id } } } }`;
  const statuses: number[] = [];
  for (const first of [1, 100, null, 'x', 1, undefined, -1, 99, 2])
    statuses.push((await send(query, { first })).status);
  expect(statuses).toEqual([200, 400, 200, 400, 200, 400, 400, 200, 200]);
});

test.each(CASES)('%s: what reaches the limit is served, what goes beyond it is a 400', async (_, under, over, says) => {
  const served = await send(under);
  expect([served.status, served.body.errors]).toEqual([200, undefined]);
  const refused = await send(over);
  expect(refused.status).toBe(400);
  expect(refused.body).toEqual({
    errors: [{ message: `The request is too complex. It has ${says}.`, extensions: { code: 'QUERY_TOO_COMPLEX' } }],
  });
});

test('a document of 1000 tokens is read, one of 1001 is not', async () => {
  const document = (tokens: number) => `{ calls(filter: { status: [${'BUSY '.repeat(tokens - 16)}] }) { totalCount } }`;
  expect((await send(document(1000))).status).toBe(200);
  const { status, body } = await send(document(1001));
  expect([status, body.errors[0].extensions]).toEqual([400, { code: 'GRAPHQL_PARSE_FAILED' }]);
});

test('a page that a variable sizes costs what the variable says, or its default, and at most a whole page', async () => {
  const query = (fallback = '') => `query ($size: Int${fallback}) ${points('first: $size')}`;
  expect((await send(query(), { size: 96 })).status).toBe(200);
  expect((await send(query(' = 96'))).status).toBe(200);
  for (const [text, size] of [
    [query(), 97],
    [query(' = 97'), undefined],
    [query(), 1e9],
    [query(), -1],
  ] as const) {
    const { status, body } = await send(text, { size });
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
  }
  expect((await send(query())).status).toBe(200);
});

test.each([
  ['of objects', '...F0', 'Query', 'account { id }', 90],
  ['of values that cost nothing', 'account { ...F0 }', 'Account', 'id', 18],
  ['of what is told of the schema', '__type(name: "Call") { ...F0 }', '__Type', 'name', 18],
])('fragments that double at every level, %s, are refused at once', async (_, root, type, leaf, levels) => {
  const chain = times(levels, (index) => `fragment F${index} on ${type} { ...F${index + 1} ...F${index + 1} }`);
  const started = performance.now();
  const { status, body } = await send(`{ ${root} } ${chain} fragment F${levels} on ${type} { ${leaf} }`);
  expect([status, body.errors?.[0].extensions.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
  expect(performance.now() - started).toBeLessThan(2000);
});

test('one request places ten calls at most, and one that asks for more places none', async () => {
  const input = () => `{ toNumber: "${randomPhoneNumber()}", agentId: "${account.agentId}" }`;
  const calls = (count: number) =>
    `mutation { ${times(count, (index) => `c${index}: initiateCall(input: ${input()}) { __typename }`)} }`;
  const before = await tally(server.url, account.key);
  expect((await send(calls(11))).body.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  expect(await tally(server.url, account.key)).toEqual(before);
  const { body } = await send(calls(10));
  expect(Object.values(body.data)).toEqual(Array(10).fill({ __typename: 'InitiateCallSuccess' }));
});

test('who presents no key is told of that, not of the size', async () => {
  const { status, body } = await graphqlClient(server.url, null)(`{ account { ${aliases(31)} } }`);
  expect([status, body.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
});

test('the whole schema can be read without a key in its fullest form, but not again and again in one request', async () => {
  const anybody = graphqlClient(server.url, null);
  const introspection = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  const { status, body } = await anybody(introspection);
  expect([status, body.errors]).toEqual([200, undefined]);
  const again = await anybody(`{ ${times(4, (index) => `s${index}: __schema { types { name } }`)} }`);
  expect([again.status, again.body.errors[0].extensions.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
});
