import { randomUUID } from 'node:crypto';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import { startTestServer, type TestServer } from '../support/server';
import { createTestTwin } from '../support/test-twin';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
});

async function pair(options: Parameters<typeof createTestAccount>[1] = {}) {
  const live = await createTestAccount(server.pool, options);
  const test = await createTestTwin(server.pool, live);
  return { live, test };
}

const placed = async (account: { key: string; agentId: string }, toNumber = randomPhoneNumber()) =>
  (await restClient(server.url, account.key).post('/calls', { toNumber, agentId: account.agentId })).body.data.call;

test('with everything simulated a test key works too, on calls of its own', async () => {
  const { live, test } = await pair();
  const [own, other] = [await placed(test), await placed(live)];
  for (const [account, seen, unseen] of [
    [test, own, other],
    [live, other, own],
  ] as const) {
    const rest = restClient(server.url, account.key);
    const ended = await rest.untilEnded(seen.id);
    expect(ended.status).toBe('COMPLETED');
    for (const id of [unseen.id, unseen.callSid, unseen.trackingId]) {
      expect((await rest.get(`/calls/${id}`)).status).toBe(404);
      expect((await rest.post(`/calls/${id}/end`)).status).toBe(404);
    }
    expect((await rest.get('/calls')).body.data.calls.map(({ id }: { id: string }) => id)).toEqual([seen.id]);
    expect((await rest.get('/account/usage')).body.data.usage.totals).toMatchObject({ calls: 1 });
    const { body } = await graphqlClient(
      server.url,
      account.key,
    )(`{ node(id: "${unseen.id}") { id } account { id testMode } }`);
    expect(body.data).toEqual({ node: null, account: { id: account.accountId, testMode: account === test } });
  }
});

test('the same call to the same contact of both is two calls, contacts and idempotency keys', async () => {
  const { live, test } = await pair();
  const toNumber = randomPhoneNumber();
  const contacts = [];
  for (const { key, agentId } of [live, test]) {
    const { status, headers, body } = await restClient(server.url, key).post(
      '/calls',
      { toNumber, agentId, contactData: { of: key } },
      { 'Idempotency-Key': 'one' },
    );
    expect([status, headers.get('Idempotent-Replayed')]).toEqual([200, null]);
    contacts.push(body.data.contact);
  }
  expect(contacts[0].id).not.toBe(contacts[1].id);
  expect(contacts.map(({ additionalData }) => additionalData.of)).toEqual([live.key, test.key]);
});

test('what a test key has to say is known of its answers by a header, those of refusals included', async () => {
  const { live, test } = await pair({ requestsPerMinute: 8 });
  const ask = (key: string, path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, headers: { 'X-API-Key': key, 'Content-Type': 'application/json' } });
  const answers: Array<[number, string, RequestInit?]> = [
    [200, '/api/v1/account'],
    [404, `/api/v1/calls/${randomUUID()}`],
    [400, '/api/v1/calls', { method: 'POST', body: '{}' }],
    [400, '/api/v1/calls', { method: 'POST', body: '{' }],
    [200, '/graphql', { method: 'POST', body: '{"query":"{ account { id } }"}' }],
    [400, '/graphql', { method: 'POST', body: '{"query":"{"}' }],
    [400, '/graphql', { method: 'POST', body: '[' }],
    [404, `/api/v1/calls/${randomUUID()}/recording`],
    [429, '/api/v1/account'],
    [429, '/graphql', { method: 'POST', body: '{"query":"{ account { id } }"}' }],
  ];
  for (const [status, path, init] of answers) {
    const answer = await ask(test.key, path, init);
    expect([path, answer.status, answer.headers.get('X-Test-Mode')]).toEqual([path, status, 'true']);
  }
  const answer = await ask(live.key, '/api/v1/account');
  expect([answer.status, answer.headers.get('X-Test-Mode')]).toEqual([200, null]);
});

test('pages of other origins may read the header', async () => {
  const { test } = await pair();
  const shown = await startTestServer({
    databaseUrl: server.databaseUrl,
    environment: { CORS_ORIGINS: 'https://app.example.com' },
  });
  try {
    const headers = { 'X-API-Key': test.key, Origin: 'https://app.example.com' };
    const answer = await fetch(`${shown.url}/api/v1/account`, { headers });
    expect(answer.headers.get('X-Test-Mode')).toBe('true');
    expect(answer.headers.get('Access-Control-Expose-Headers')).toContain('X-Test-Mode');
  } finally {
    await shown.stop();
  }
});

test('credits never run out, whatever calls cost, and the ledger is as honest as any', async () => {
  const { test } = await pair({ credits: 0, agent: { maxDurationSeconds: 14_400, creditsPerMinute: 100_000 } });
  const rest = restClient(server.url, test.key);
  await server.pool.query(
    `insert into credit_entries (account_id, id, seq, type, amount, balance_after, reserved_after)
     select account_id, gen_random_uuid(), seq + 1, 'ADJUST', -balance, 0, 0 from credit_balances where account_id = $1`,
    [test.accountId],
  );
  await server.pool.query('update credit_balances set balance = 0, seq = seq + 1 where account_id = $1', [
    test.accountId,
  ]);
  const calls = await Promise.all(Array.from({ length: 30 }, () => placed(test, '+15005550010')));
  expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 'INITIATED'));
  await Promise.all(calls.map(({ id }) => rest.untilEnded(id)));
  const { body } = await rest.get('/account');
  expect(body.data.account.credits).toMatchObject({ balance: 2_000_000_000, reserved: 0 });
});

test('the live calls of a test key and those of its account have limits of their own', async () => {
  const { live, test } = await pair({ concurrentCalls: 1, agent: { maxDurationSeconds: 14_400 } });
  for (const { key, agentId } of [live, test]) {
    const rest = restClient(server.url, key);
    const place = () => rest.post('/calls', { toNumber: '+15005550018', agentId });
    const first = await place();
    expect(first.status).toBe(200);
    const second = await place();
    expect([second.status, second.body.details]).toEqual([429, expect.objectContaining({ quota: 1 })]);
    await rest.post(`/calls/${first.body.data.call.id}/end`);
  }
});
