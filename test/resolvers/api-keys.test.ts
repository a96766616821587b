import { createHash } from 'node:crypto';
import { createApiKey, revokeApiKey } from '../../src/services/accounts/api-keys';
import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  account = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

const statusOf = async (key: string, { url } = server) => (await graphqlClient(url, key)('{ __typename }')).status;

interface KeyRow {
  hash: Buffer;
  prefix: string;
  last_used_at: Date | null;
}

async function storedKey(): Promise<KeyRow> {
  const { rows } = await server.pool.query<KeyRow>('select * from api_keys where account_id = $1 and id = $2', [
    account.accountId,
    account.keyId,
  ]);
  return rows[0]!;
}

test('a key is cm_ and 64 hexadecimal digits, and no two are alike', async () => {
  expect(account.key).toMatch(/^cm_[0-9a-f]{64}$/);
  const others = await Promise.all(
    Array.from({ length: 50 }, () => createApiKey(server.pool, { accountId: account.accountId, name: 'other' })),
  );
  expect(new Set([account.key, ...others.map(({ key }) => key)]).size).toBe(51);
});

test('of a key its SHA-256 and its first digits are stored, and nothing else', async () => {
  const row = await storedKey();
  expect(row.hash).toEqual(createHash('sha256').update(account.key).digest());
  expect(row.prefix).toBe(account.key.slice(0, 11));
  const rest = account.key.slice(11);
  const { rows } = await server.pool.query<{ found: boolean }>(
    'select bool_or(k::text like $1) "found" from api_keys k',
    [`%${rest}%`],
  );
  expect(rows[0]?.found).toBe(false);
});

test('the last use is stored, but not anew for every request', async () => {
  expect((await storedKey()).last_used_at).toBeNull();
  await statusOf(account.key);
  const first = await until(async () => (await storedKey()).last_used_at, 'the last use to be stored');
  expect(Math.abs(Date.now() - first.getTime())).toBeLessThan(5000);

  const spy = jest.spyOn(server.pool, 'query');
  for (let request = 0; request < 5; request++) await statusOf(account.key);
  const updates = spy.mock.calls.filter((call) => JSON.stringify(call).includes('last_used_at ='));
  spy.mockRestore();
  expect(updates).toEqual([]);
  expect((await storedKey()).last_used_at).toEqual(first);
});

test('a revoked key is refused at once where it is forgotten and within three seconds elsewhere', async () => {
  const other = await startTestServer({ databaseUrl: server.databaseUrl });
  try {
    expect([await statusOf(account.key), await statusOf(account.key, other)]).toEqual([200, 200]);
    expect(await revokeApiKey(server.pool, { accountId: account.accountId, id: account.keyId })).toBe(true);
    const revokedAt = Date.now();
    server.running.application.authenticator.forget(account.keyId);
    expect(await statusOf(account.key)).toBe(401);
    await until(async () => (await statusOf(account.key, other)) === 401, 'the other server to refuse the key', 5);
    expect(Date.now() - revokedAt).toBeLessThan(4000);
  } finally {
    await other.stop();
  }
});

test('a key is revoked once, and only by its own account', async () => {
  const stranger = await createTestAccount(server.pool);
  expect(await revokeApiKey(server.pool, { accountId: stranger.accountId, id: account.keyId })).toBe(false);
  expect(await statusOf(account.key)).toBe(200);
  expect(await revokeApiKey(server.pool, { accountId: account.accountId, id: account.keyId })).toBe(true);
  expect(await revokeApiKey(server.pool, { accountId: account.accountId, id: account.keyId })).toBe(false);
});

test('a key that has expired is refused, and one that has not is accepted until then', async () => {
  const { accountId } = account;
  const expired = await createApiKey(server.pool, { accountId, name: 'old', expiresAt: new Date(Date.now() - 1000) });
  expect(await statusOf(expired.key)).toBe(401);
  const ending = await createApiKey(server.pool, { accountId, name: 'ending', expiresAt: new Date(Date.now() + 500) });
  expect(await statusOf(ending.key)).toBe(200);
  await until(async () => (await statusOf(ending.key)) === 401, 'the key to expire', 5);
});

test('the keys of a suspended account are refused', async () => {
  await server.pool.query(`update accounts set status = 'SUSPENDED' where id = $1`, [account.accountId]);
  expect(await statusOf(account.key)).toBe(401);
});

test('one account may have several keys, and revoking one leaves the others', async () => {
  const second = await createApiKey(server.pool, { accountId: account.accountId, name: 'second' });
  await revokeApiKey(server.pool, { accountId: account.accountId, id: account.keyId });
  expect(await statusOf(account.key)).toBe(401);
  expect(await statusOf(second.key)).toBe(200);
});
