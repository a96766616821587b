import { setTimeout as sleep } from 'node:timers/promises';
import { createApiKey, revokeApiKey } from '../../src/services/accounts/api-keys';
import * as guide from '../rest/fixtures/guide';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';

const UNKNOWN = `cm_${'0'.repeat(64)}`;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Asks for the account with these headers and no key but what they hold. */
const ask = (headers: Record<string, string>, query = '') =>
  restClient(server.url, null).get(`/account${query}`, headers);

test.each<[string, Record<string, string>, string?]>([
  ['without any', {}],
  ['with an empty header', { 'X-API-Key': '' }],
  ['with a header of spaces', { 'X-API-Key': '   ' }],
  ['with an empty bearer token', { Authorization: 'Bearer ' }],
  ['with an empty parameter', {}, '?api_key='],
  ['with another scheme', { Authorization: 'Basic dXNlcjpwYXNz' }],
  ['with another scheme that holds something like a key', { Authorization: `Token ${UNKNOWN}` }],
  ['with a key in Authorization and no scheme', { Authorization: UNKNOWN }],
])('a request %s is told that a key is required', async (_, headers, query = '') => {
  const { status, text } = await ask(headers, query);
  expect(status).toBe(401);
  expect(text).toBe(JSON.stringify(guide.missingKey));
});

test.each(['x', 'cm_', 'cm_abc', `cm_${'g'.repeat(64)}`, `${UNKNOWN}0`, `xx_${'0'.repeat(64)}`, UNKNOWN])(
  'the key %s is told to be invalid, wherever it stands',
  async (key) => {
    const answers = await Promise.all([
      ask({ 'X-API-Key': key }),
      ask({ Authorization: `Bearer ${key}` }),
      ask({}, `?api_key=${key}`),
    ]);
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(text).toBe(JSON.stringify(guide.invalidKey));
    }
  },
);

test('a key is taken from each of the three places', async () => {
  const { key, accountId } = await createTestAccount(server.pool);
  const answers = await Promise.all([
    ask({ 'X-API-Key': key }),
    ask({ Authorization: `Bearer ${key}` }),
    ask({ Authorization: `bearer   ${key}` }),
    ask({}, `?api_key=${key}`),
  ]);
  for (const { status, body } of answers) {
    expect(status).toBe(200);
    expect(body.data.account.id).toBe(accountId);
  }
});

test('the header comes before the bearer token, and that before the parameter', async () => {
  const [a, b, c] = await Promise.all([1, 2, 3].map(() => createTestAccount(server.pool)));
  const idOf = async (headers: Record<string, string>, query?: string) =>
    (await ask(headers, query)).body.data.account.id;
  const bearer = { Authorization: `Bearer ${b?.key}` };
  const parameter = `?api_key=${c?.key}`;
  expect(await idOf({ 'X-API-Key': String(a?.key), ...bearer }, parameter)).toBe(a?.accountId);
  expect(await idOf({ 'X-API-Key': '', ...bearer }, parameter)).toBe(b?.accountId);
  expect(await idOf({ Authorization: 'Basic x' }, parameter)).toBe(c?.accountId);
  const wrongFirst = await ask({ 'X-API-Key': UNKNOWN, ...bearer }, parameter);
  expect(wrongFirst.body).toEqual(guide.invalidKey);
});

test('a revoked key, an expired key and a key of a suspended account are invalid', async () => {
  const [revoked, expired, suspended] = await Promise.all([1, 2, 3].map(() => createTestAccount(server.pool)));
  await revokeApiKey(server.pool, { accountId: String(revoked?.accountId), id: String(revoked?.keyId) });
  const old = await createApiKey(server.pool, {
    accountId: String(expired?.accountId),
    name: 'old',
    expiresAt: new Date(Date.now() - 1000),
  });
  await server.pool.query(`update accounts set status = 'SUSPENDED' where id = $1`, [suspended?.accountId]);
  for (const key of [revoked?.key, old.key, suspended?.key]) {
    const { status, text } = await ask({ 'X-API-Key': String(key) });
    expect(status).toBe(401);
    expect(text).toBe(JSON.stringify(guide.invalidKey));
  }
  expect((await ask({ 'X-API-Key': String(expired?.key) })).status).toBe(200);
});

test('a key that expires later is good until then', async () => {
  const { accountId } = await createTestAccount(server.pool);
  const expiresAt = new Date(Date.now() + 60_000);
  const { key } = await createApiKey(server.pool, { accountId, name: 'short', expiresAt });
  expect((await ask({ 'X-API-Key': key })).status).toBe(200);
});

test('a key that was just used is refused from the moment it expires', async () => {
  const { accountId } = await createTestAccount(server.pool);
  const expiresAt = new Date(Date.now() + 1200);
  const { key } = await createApiKey(server.pool, { accountId, name: 'short', expiresAt });
  expect((await ask({ 'X-API-Key': key })).status).toBe(200);
  await sleep(expiresAt.getTime() + 20 - Date.now());
  expect((await ask({ 'X-API-Key': key })).status).toBe(401);
});

test('nobody is called without a right key, however right the rest is', async () => {
  const account = await createTestAccount(server.pool);
  const before = await tally(server.url, account.key);
  const call = { toNumber: '+1234567890', agentId: account.agentId };
  const missing = await restClient(server.url, null).post('/calls', call);
  expect([missing.status, missing.body]).toEqual([401, guide.missingKey]);
  const invalid = await restClient(server.url, UNKNOWN).post('/calls', call);
  expect([invalid.status, invalid.body]).toEqual([401, guide.invalidKey]);
  expect(await tally(server.url, account.key)).toEqual(before);
});

test('the key is looked at before the body', async () => {
  const answer = await restClient(server.url, null).post('/calls', 'no JSON', { 'Content-Type': 'text/plain' });
  expect(answer.status).toBe(401);
});

test('a call can be placed with the key in the query', async () => {
  const account = await createTestAccount(server.pool);
  const { status, headers } = await restClient(server.url, null).post(`/calls?api_key=${account.key}`, {
    toNumber: '+1234567890',
    agentId: account.agentId,
  });
  expect(status).toBe(200);
  expect(headers.get('X-Ignored-Parameters')).toBeNull();
});
