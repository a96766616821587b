import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const accountOf = async (key: string) => (await restClient(server.url, key).get('/account')).body;

test('a new account has every member of the contract, and nothing used', async () => {
  const { key, accountId } = await createTestAccount(server.pool, { requestsPerMinute: 77, concurrentCalls: 9 });
  const body = await accountOf(key);
  expect(body).toEqual({
    success: true,
    data: {
      account: {
        id: accountId,
        name: 'Acme',
        email: 'owner@example.com',
        status: 'ACTIVE',
        user: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'Owner', email: 'owner@example.com' },
        credits: { balance: 1000, reserved: 0, available: 1000, used: 0 },
        usage: { callsToday: 0, callsThisMonth: 0, callsTotal: 0, minutesThisMonth: 0, creditsThisMonth: 0 },
        limits: { requestsPerMinute: 77, concurrentCalls: 9, activeCalls: 0 },
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    },
  });
  expect(body.data.account.user.id).not.toBe(accountId);
});

test('calls that are over have used what they were charged', async () => {
  const { key, agentId } = await createTestAccount(server.pool, { agent: { creditsPerMinute: 3 } });
  const rest = restClient(server.url, key);
  for (const toNumber of ['+1234567890', '+15005550010']) {
    const { body } = await rest.post('/calls', { toNumber, agentId });
    await rest.untilEnded(body.data.call.id);
  }
  expect((await accountOf(key)).data.account).toMatchObject({
    credits: { balance: 997, reserved: 0, available: 997, used: 3 },
    usage: { callsToday: 2, callsThisMonth: 2, callsTotal: 2, minutesThisMonth: 1, creditsThisMonth: 3 },
    limits: { activeCalls: 0 },
  });
});

test('a live call holds its credits, counts as a call and has used nothing', async () => {
  const { key, agentId } = await createTestAccount(server.pool, { agent: TALKATIVE });
  await restClient(server.url, key).post('/calls', { toNumber: '+1234567890', agentId });
  expect((await accountOf(key)).data.account).toMatchObject({
    credits: { balance: 1000, reserved: 30, available: 970, used: 0 },
    usage: { callsToday: 1, callsThisMonth: 1, callsTotal: 1, minutesThisMonth: 0, creditsThisMonth: 0 },
    limits: { activeCalls: 1 },
  });
});
