import { createHash } from 'node:crypto';
import { HTTP_STATUS } from '../../src/errors';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

interface Reply {
  status: number;
  headers: Headers;
  body: { data?: unknown; errors?: Array<{ message: string; extensions: { code: string } }> };
}

async function request(path: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(`${server.url}/graphql${path}`, {
    ...init,
    headers: { 'X-API-Key': account.key, ...init.headers },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] };
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}) =>
  request('', {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const get = (query: string, headers: Record<string, string> = {}) =>
  request(`?query=${encodeURIComponent(query)}`, { headers });
const codesOf = ({ body }: Reply) => body.errors?.map(({ extensions }) => extensions);

const ACCOUNT = '{ account { id } }';
const TWO = 'query A { account { id } } query B { account { name } }';

test.each([
  ['a document that is no GraphQL', { query: '{ account' }, 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
  ['a document of more than 1000 tokens', { query: `{ ${'a '.repeat(1001)} }` }, 'GRAPHQL_PARSE_FAILED', /1000 tokens/],
  ['a field that there is not', { query: '{ acount { id } }' }, 'GRAPHQL_VALIDATION_FAILED', /"acount".*"account"/],
  ['an argument that is missing', { query: '{ call { id } }' }, 'GRAPHQL_VALIDATION_FAILED', /"id" of type "ID!"/],
  ['an unknown operation', { query: TWO, operationName: 'C' }, 'OPERATION_RESOLUTION_FAILURE', /"C"/],
  ['an operation that is not named', { query: TWO }, 'OPERATION_RESOLUTION_FAILURE', /operation name/],
  ['no document', {}, 'BAD_REQUEST', /POST body missing/],
  ['a document that is no text', { query: 1 }, 'BAD_REQUEST', /must be strings/],
  ['variables in a text', { query: ACCOUNT, variables: '{}' }, 'BAD_REQUEST', /variables/],
  ['a batch', [{ query: ACCOUNT }, { query: ACCOUNT }], 'BAD_REQUEST', /batching/],
])('%s is refused with a code and a message that helps', async (_, body, code, message) => {
  const reply = await post(body);
  expect(reply.status).toBe(400);
  expect(codesOf(reply)).toEqual([{ code }]);
  expect(reply.body.errors?.[0]?.message).toMatch(message);
  expect(reply.body).not.toHaveProperty('data');
});

test('a body that is no JSON is an input that is wrong', async () => {
  const reply = await post('{"query": "secret');
  expect(reply.status).toBe(400);
  expect(codesOf(reply)).toEqual([
    { code: 'BAD_USER_INPUT', issues: { _body: ['The request body must be JSON in UTF-8'] } },
  ]);
});

test('a body of more than 100 kB is refused', async () => {
  const reply = await post({ query: `{ account { id } } #${'x'.repeat(101 * 1024)}` });
  expect(reply.status).toBe(413);
  expect(codesOf(reply)).toEqual([{ code: 'BAD_REQUEST' }]);
});

test('refusals of a client’s mistakes are no faults in the log', async () => {
  await post({ query: '{ acount }' });
  await post({ query: '{ account' });
  expect(server.logs.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test('a query can be a GET, with no header but the key', async () => {
  const data = { account: { id: account.accountId } };
  expect(await get(ACCOUNT)).toMatchObject({ status: 200, body: { data } });
  const variables = encodeURIComponent(JSON.stringify({ id: account.agentId }));
  const query = encodeURIComponent('query ($id: ID!) { agent(id: $id) { id } }');
  expect((await request(`?query=${query}&variables=${variables}`, {})).body.data).toEqual({
    agent: { id: account.agentId },
  });
});

test('HEAD is answered as GET, without the body', async () => {
  const url = `${server.url}/graphql?query=${encodeURIComponent(ACCOUNT)}`;
  const headers = { 'X-API-Key': account.key };
  const [head, whole] = await Promise.all(['HEAD', 'GET'].map((method) => fetch(url, { method, headers })));
  expect([head?.status, await head?.text()]).toEqual([200, '']);
  for (const name of ['Content-Type', 'Content-Length']) expect(head?.headers.get(name)).toBe(whole?.headers.get(name));
});

test('a mutation cannot be a GET, and does nothing', async () => {
  const input = `{ toNumber: "+14155550100", agentId: "${account.agentId}" }`;
  const reply = await get(`mutation { initiateCall(input: ${input}) { __typename } }`);
  expect(reply.status).toBe(405);
  expect(reply.headers.get('Allow')).toBe('POST');
  expect(codesOf(reply)).toEqual([{ code: 'BAD_REQUEST' }]);
  expect((await post({ query: '{ calls { totalCount } }' })).body.data).toEqual({ calls: { totalCount: 0 } });
});

test.each(['PUT', 'PATCH', 'DELETE'])('%s is not allowed, whatever is sent', async (method) => {
  const body = JSON.stringify({ query: ACCOUNT });
  for (const init of [{ headers: JSON_TYPE, body }, { headers: { 'Content-Type': 'text/plain' }, body }, {}]) {
    const reply = await request('', { method, ...init });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('Allow')).toBe('GET, POST');
    expect(codesOf(reply)).toEqual([{ code: 'BAD_REQUEST' }]);
  }
});

test('a hash that is not known is a cue to send the document, with the status that the table has for it', async () => {
  const sha256Hash = createHash('sha256').update(ACCOUNT).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const cue = await post({ extensions });
  expect(codesOf(cue)).toEqual([{ code: 'PERSISTED_QUERY_NOT_FOUND' }]);
  expect([cue.status, HTTP_STATUS.PERSISTED_QUERY_NOT_FOUND, HTTP_STATUS.PERSISTED_QUERY_NOT_SUPPORTED]).toEqual([
    200, 200, 200,
  ]);
  expect(cue.headers.get('Cache-Control')).toContain('no-cache');
  const data = { account: { id: account.accountId } };
  expect((await post({ query: ACCOUNT, extensions })).body).toEqual({ data });
  expect((await post({ extensions })).body).toEqual({ data });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a body of type %s, which a page could send, is refused',
  async (type) => {
    const reply = await post({ query: ACCOUNT }, { 'Content-Type': type });
    expect(reply.status).toBe(415);
    expect(codesOf(reply)).toEqual([{ code: 'BAD_REQUEST' }]);
  },
);

test.each([
  ['application/json', /^application\/json/],
  ['application/graphql-response+json', /^application\/graphql-response\+json/],
  ['application/graphql-response+json, application/json;q=0.9', /^application\/graphql-response\+json/],
  ['*/*', /^application\/json/],
])('who accepts %s gets it, for answers and refusals alike', async (accept, type) => {
  const headers = { Accept: accept };
  const replies = [
    await post({ query: ACCOUNT }, headers),
    await post({ query: '{ nope }' }, headers),
    await post({ query: ACCOUNT }, { ...headers, 'X-API-Key': 'cm_none' }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 400, 401]);
  for (const reply of replies) expect(reply.headers.get('Content-Type')).toMatch(type);
});

test('who accepts neither is told so', async () => {
  const reply = await post({ query: ACCOUNT }, { Accept: 'text/html' });
  expect(reply.status).toBe(406);
  expect(codesOf(reply)).toEqual([{ code: 'BAD_REQUEST' }]);
});

test('every answer names its request, by the client’s name if that is sane', async () => {
  expect((await post({ query: ACCOUNT }, { 'X-Request-Id': 'mine-1' })).headers.get('X-Request-Id')).toBe('mine-1');
  expect((await post({ query: '{' }, { 'X-Request-Id': 'a b' })).headers.get('X-Request-Id')).toMatch(
    /^[0-9a-f-]{36}$/,
  );
});
