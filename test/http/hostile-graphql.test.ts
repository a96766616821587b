import fc from 'fast-check';
import { buildTestSchema } from '../schema/support/build';
import { argumentsOf, placesOf, WAYS } from '../support/argument-places';
import { createTestAccount, type TestAccount } from '../support/factories';
import { BODIES, expectSane, MARK, VALUES } from '../support/hostile';
import { type RawRequest, rawRequest } from '../support/raw-request';
import { startTestServer, type TestServer } from '../support/server';
import { type Tally, tally } from '../support/tally';

const JSON_TYPE = ['Content-Type', 'application/json'];

let server: TestServer;
let account: TestAccount;
let before: Tally;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  before = await tally(server.url, account.key);
});
afterEach(async () => {
  expect(await tally(server.url, account.key)).toEqual(before);
  expect(server.logs.splice(0).filter((line) => line.includes('"level":"error"'))).toEqual([]);
});
afterAll(() => server.stop());

const send = ({ headers = [], ...request }: Omit<RawRequest, 'path'> & { path?: string }) =>
  rawRequest(server.url, { path: '/graphql', ...request, headers: ['X-API-Key', account.key, ...headers] });
const post = (body: Buffer | string, headers: string[] = JSON_TYPE) => send({ method: 'POST', headers, body });
const ask = (request: object) => post(JSON.stringify(request));

const fieldsWithArguments = argumentsOf(buildTestSchema());

test('every type that has fields with arguments can be reached here', () => {
  expect([...new Set(fieldsWithArguments.map(({ type }) => type.name))].toSorted()).toEqual(
    Object.keys(WAYS).toSorted(),
  );
});

test.each(fieldsWithArguments.flatMap(placesOf).map((place) => [place.name, place] as const))(
  '%s with any value is served or refused with a code that says why',
  async (_, { document, variables }) => {
    const answers = await Promise.all(
      VALUES.map(async (value) => {
        const body = `{"query": ${JSON.stringify(document)}, "variables": ${variables(value)}}`;
        return [value.slice(0, 60), await post(body)] as const;
      }),
    );
    let refusals = 0;
    for (const [value, answer] of answers) {
      expectSane(value, answer, 'graphql');
      for (const error of answer.body.errors ?? []) {
        refusals += 1;
        expect([value, error.extensions.code]).toEqual([value, 'BAD_USER_INPUT']);
        expect([value, Object.keys(error.extensions.issues).length > 0]).toEqual([value, true]);
      }
    }
    expect(refusals).toBeGreaterThan(0);
  },
);

test.each(BODIES.map(([name, body]) => [name, body] as const))('a body that is %s is a 400', async (name, body) => {
  const answer = await post(body);
  expectSane(name, answer, 'graphql');
  expect(answer.status).toBe(400);
});

test.each([
  ['application/x-www-form-urlencoded', 'query=%7Baccount%7Bid%7D%7D'],
  ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
  ['text/plain', '{"query":"{account{id}}"}'],
  ['application/graphql', '{account{id}}'],
  ['application/json; charset=utf-16', Buffer.from('{"query":"{account{id}}"}', 'utf16le')],
  ['application/json; charset=iso-8859-1', '{"query":"{account{id}}"}'],
])('a body of type %s is a 415', async (type, body) => {
  const answer = await post(body, ['Content-Type', type]);
  expectSane(type, answer, 'graphql');
  expect(answer.status).toBe(415);
});

const ACCOUNT = 'query A { account { id } }';
const BAD_DOCUMENTS = [
  '',
  ' ',
  '#',
  '{',
  '}',
  '{}',
  '{ account }',
  '{ account { id }',
  '{ account { id } } }',
  'query',
  `query { ${MARK.replace('-', '')}`,
  '{ a\u0000 }',
  '{ \ud800 }',
  '{ account { ...A } } fragment A on Account { ...A }',
  '{ ...A }',
  '{ account { ... on Query { account { id } } } }',
  'fragment A on Query { account { id } }',
  'type Query { a: Int }',
  'extend type Query { a: Int }',
  'query A { __typename } query A { __typename }',
  `query ($a: Int, $a: Int) { __typename }`,
  'query ($a: Nothing) { __typename }',
  'query ($a: Int = "x") { calls(first: $a) { totalCount } }',
  '{ account(x: 1) { id } }',
  '{ account { id @nothing } }',
  '{ call(id: "a", id: "b") { id } }',
  '{ calls(first: 99999999999) { totalCount } }',
  '{ calls(filter: {toNumber: "x"}) { totalCount } }',
  '{ calls(filter: {status: RINGS}) { totalCount } }',
  '{ a: account { id } a: account { name } '.repeat(3),
  '"""',
  '{ call(id: """',
  `{ ${'account { '.repeat(300)}`,
  `{ ${'['.repeat(900)} }`,
  `{ calls(filter: ${'{a:'.repeat(300)}1${'}'.repeat(300)}) { totalCount } }`,
  `{ ${'... { '.repeat(400)} __typename ${'}'.repeat(400)} }`.repeat(2),
  `{ ${'a '.repeat(1001)} }`,
  `query (${'$a: Int '.repeat(400)}) { __typename }`,
];

test.each(BAD_DOCUMENTS.map((query) => [query.slice(0, 60), query] as const))(
  'the document %j is a 400',
  async (_, query) => {
    const answer = await ask({ query });
    expectSane(query, answer, 'graphql');
    expect(answer.status).toBe(400);
    expect(answer.body).not.toHaveProperty('data');
  },
);

test.each([
  ...['[]', '"{}"', '1', 'true', `["${MARK}"]`, `"${MARK}"`].map((value) => ['variables', value] as const),
  ...['1', 'true', '[]', '{}', '""', '"B"', '"__proto__"', '"constructor"'].map(
    (value) => ['operationName', value] as const,
  ),
  ...[
    '1',
    '[]',
    '"x"',
    '{"persistedQuery":{"version":1,"sha256Hash":"x"}}',
    '{"persistedQuery":{"version":9}}',
    '{"persistedQuery":1}',
  ].map((value) => ['extensions', value] as const),
  ...['1', 'null', '[]', '{}', `["${MARK}"]`].map((value) => ['query', value] as const),
])('a request whose %s is %s is a 400', async (name, value) => {
  const answer = await post(JSON.stringify({ query: ACCOUNT, [name]: 'HERE' }).replace('"HERE"', value));
  expectSane(`${name} ${value}`, answer, 'graphql');
  expect(answer.status).toBe(400);
});

test.each([
  ['no document', ''],
  ['a document twice', '?query=%7Baccount%7Bid%7D%7D&query=%7Baccount%7Bid%7D%7D'],
  ['broken variables', '?query=%7Baccount%7Bid%7D%7D&variables=%5B'],
  ['variables in a list', '?query=%7Baccount%7Bid%7D%7D&variables=%5B%5D'],
  ['variables twice', '?query=%7Baccount%7Bid%7D%7D&variables=%7B%7D&variables=%7B%7D'],
  ['a malformed escape', '?query=%zz'],
  ['a document of no UTF-8', '?query=%ff%fe'],
  ['U+0000', '?query=%00'],
  ['an operation that there is not', '?query=%7Baccount%7Bid%7D%7D&operationName=B'],
  ['broken extensions', '?query=%7Baccount%7Bid%7D%7D&extensions=1'],
])('a GET with %s is a 400', async (name, search) => {
  const answer = await send({ method: 'GET', path: `/graphql${search}` });
  expectSane(name, answer, 'graphql');
  expect(answer.status).toBe(400);
});

test('thousands of variables nobody declared are ignored, whatever their names and depth', async () => {
  const many = Object.fromEntries(Array.from({ length: 7000 }, (_, index) => [`k${index}`, 1]));
  const deep = `{"query":"{ account { id } }","variables":{"__proto__":{"x":1},"constructor":1,"x":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`;
  for (const answer of [await ask({ query: ACCOUNT, variables: many }), await post(deep)]) {
    expect([answer.status, answer.body]).toEqual([200, { data: { account: { id: account.accountId } } }]);
  }
});

test('members with the names of a prototype are unknown members like any other', async () => {
  const query = 'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }';
  const input = '{"__proto__":{"toNumber":"+14155550100"},"constructor":1,"toString":1,"agentId":"x","contactName":1}';
  const answer = await post(`{"query":${JSON.stringify(query)},"variables":{"input":${input}}}`);
  expect(answer.status).toBe(400);
  expect(Object.entries(answer.body.errors[0].extensions.issues).toSorted()).toEqual(
    Object.entries({
      ['__proto__']: ['__proto__ is not known'],
      agentId: ['Invalid Agent ID format'],
      constructor: ['constructor is not known'],
      contactName: ['contactName must be a string'],
      toNumber: ['toNumber is required'],
      toString: ['toString is not known'],
    }).toSorted(),
  );
});

test('a document with any piece cut out, put in or doubled is served or refused', async () => {
  const query =
    'query A($first: Int = 2) { calls(first: $first, filter: { status: [BUSY] }) { edges { node { id ...B } } } } fragment B on Call { agent { name } }';
  const pieces = [
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '$',
    '!',
    '"',
    '"""',
    '...',
    '@skip',
    'on',
    '\u0000',
    '\ud83d',
    '\ufeff',
    '#',
    ' 1e9 ',
    'null',
    '__schema',
  ];
  const at = fc.nat(query.length);
  await fc.assert(
    fc.asyncProperty(at, at, fc.constantFrom('', ...pieces, query), async (from, to, piece) => {
      const answer = await ask({ query: query.slice(0, from) + piece + query.slice(to) });
      expectSane(answer.text, answer, 'graphql');
      expect([200, 400]).toContain(answer.status);
    }),
    { numRuns: 150, interruptAfterTimeLimit: 8000 },
  );
});
