import { createHash } from 'node:crypto';
import type { Answer } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
const extensionsOf = (query: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(query) } });

interface Asked {
  query?: string;
  extensions: object;
  variables?: object;
}
const keyed = (key: string | null): Record<string, string> => (key === null ? {} : { 'X-API-Key': key });

const DOORS = {
  GET: ({ query, extensions, variables }: Asked, key: string | null = account.key) => {
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    if (query) search.set('query', query);
    if (variables) search.set('variables', JSON.stringify(variables));
    return fetch(`${server.url}/graphql?${search}`, { headers: keyed(key) });
  },
  POST: (body: Asked, key: string | null = account.key) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...keyed(key) },
      body: JSON.stringify(body),
    }),
};
type Door = keyof typeof DOORS;

async function ask(door: Door, asked: Asked, key?: string | null) {
  const response = await DOORS[door](asked, key);
  const body = (await response.json()) as Answer['body'];
  return { status: response.status, data: body.data, code: body.errors?.[0].extensions.code };
}

/** A document that no other test has sent. */
let count = 0;
const fresh = () => `query Fresh${++count}($id: ID!) { agent(id: $id) { id } }`;

test.each<[Door, Door]>([
  ['GET', 'GET'],
  ['GET', 'POST'],
  ['POST', 'GET'],
  ['POST', 'POST'],
])('what is registered by %s is served by its hash alone over %s', async (first, then) => {
  const query = fresh();
  const extensions = extensionsOf(query);
  const variables = { id: account.agentId };
  expect(await ask(first, { extensions, variables })).toMatchObject({ status: 200, code: 'PERSISTED_QUERY_NOT_FOUND' });
  const data = { agent: { id: account.agentId } };
  expect(await ask(first, { query, extensions, variables })).toEqual({ status: 200, data });
  for (let time = 0; time < 5; time++) {
    expect(await ask(then, { extensions, variables })).toEqual({ status: 200, data });
  }
});

test('a hash is a name for a text and no key: others ask by it for what is theirs, and need a key of their own', async () => {
  const query = 'query Mine { account { id } }';
  const extensions = extensionsOf(query);
  await ask('POST', { query, extensions });
  const stranger = await createTestAccount(server.pool);
  expect((await ask('GET', { extensions }, stranger.key)).data).toEqual({ account: { id: stranger.accountId } });
  expect(await ask('GET', { extensions }, null)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
});

test('a text that is not the one of its hash is not registered', async () => {
  const query = fresh();
  const wrong = await ask('POST', { query, extensions: extensionsOf('{ __typename }') });
  expect([wrong.status, wrong.data]).toEqual([400, undefined]);
  expect(await ask('POST', { extensions: extensionsOf(query) })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
});

test('who has no key registers nothing but questions about the schema', async () => {
  const query = 'query NoKey { account { name } }';
  expect(await ask('POST', { query, extensions: extensionsOf(query) }, null)).toMatchObject({ status: 401 });
  expect(await ask('POST', { extensions: extensionsOf(query) })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  const introspection = 'query Types { __schema { queryType { name } } }';
  await ask('POST', { query: introspection, extensions: extensionsOf(introspection) }, null);
  expect((await ask('GET', { extensions: extensionsOf(introspection) }, null)).data).toEqual({
    __schema: { queryType: { name: 'Query' } },
  });
});

test('a mutation by its hash is a POST like any other, and nothing by GET', async () => {
  const query = 'mutation End($id: ID!) { endCall(callId: $id) { __typename } }';
  const asked = { extensions: extensionsOf(query), variables: { id: 'none' } };
  expect((await ask('POST', { query, ...asked })).data).toEqual({ endCall: { __typename: 'NotFoundError' } });
  expect((await ask('POST', asked)).data).toEqual({ endCall: { __typename: 'NotFoundError' } });
  expect(await ask('GET', asked)).toMatchObject({ status: 405, code: 'BAD_REQUEST' });
});

test('there is an end to what is kept: old texts are forgotten and can be registered again', async () => {
  const query = 'query Old { account { id } }';
  const extensions = extensionsOf(query);
  await ask('POST', { query, extensions });
  expect((await ask('POST', { extensions })).data).toBeDefined();
  for (let index = 0; index < 7; index++) {
    const long = `query Long${index} { account { id } } #${'x'.repeat(90_000)}`;
    expect((await ask('POST', { query: long, extensions: extensionsOf(long) })).status).toBe(200);
  }
  expect(await ask('POST', { extensions })).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  await ask('POST', { query, extensions });
  expect((await ask('POST', { extensions })).data).toBeDefined();
});
