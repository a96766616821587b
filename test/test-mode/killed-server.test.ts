import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { ledgerFaults, ledgerOf } from '../support/ledger';
import { startTestServer, type TestServer } from '../support/server';
import { startServerProcess } from '../support/server-process';
import { dialledFrom } from '../support/simulator-view';
import { createTestTwin } from '../support/test-twin';
import { until } from '../support/until';

/** Real credentials, an address that nobody reaches from here, and the shared simulator for test keys. */
const REAL = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'nobody-knows',
  PUBLIC_URL: 'https://calls.example.com',
};

let survivor: TestServer;
beforeAll(async () => {
  survivor = await startTestServer({ environment: REAL });
});
afterAll(async () => {
  expect(await ledgerFaults(survivor.pool)).toEqual({});
  await survivor.stop();
});

test.each(['ringing', 'talking'])(
  'a test call whose server is killed while it is %s ends well at another, though Twilio is what both are set to',
  async (moment) => {
    const account = await createTestTwin(survivor.pool, await createTestAccount(survivor.pool));
    const victim = await startServerProcess(survivor.databaseUrl, REAL);
    const toNumber = moment === 'talking' ? '+15005550018' : randomPhoneNumber();
    const placed = await restClient(victim.url, account.key).post('/calls', { toNumber, agentId: account.agentId });
    expect(placed.status).toBe(200);
    const { id, callSid } = placed.body.data.call;
    const rest = restClient(survivor.url, account.key);
    if (moment === 'talking') {
      await until(async () => (await rest.get(`/calls/${id}`)).body.data.call.status === 'ANSWERED', 'an answer');
    }
    await victim.kill();
    const ended = await rest.untilEnded(id, 30);
    expect(ended).toMatchObject({ id, callSid, status: expect.stringMatching(/^(COMPLETED|FAILED|NO_ANSWER)$/) });
    expect(await dialledFrom(account.fromNumber)).toMatchObject([{ sid: callSid, status: ended.status.toLowerCase() }]);
    expect(await ledgerOf(survivor.pool, account.accountId)).toMatchObject({ reserved: 0, activeCalls: 0 });
  },
);

test('a test call whose simulator died with its server is given up and costs nothing', async () => {
  const account = await createTestTwin(survivor.pool, await createTestAccount(survivor.pool));
  const victim = await startServerProcess(survivor.databaseUrl, { ...REAL, SIMULATOR_URL: '' });
  const { agentId } = account;
  const placed = await restClient(victim.url, account.key).post('/calls', { toNumber: '+15005550018', agentId });
  expect(placed.status).toBe(200);
  await victim.kill();
  const ended = await restClient(survivor.url, account.key).untilEnded(placed.body.data.call.id, 30);
  expect(ended).toMatchObject({ status: 'FAILED', creditsUsed: 0 });
  expect(await ledgerOf(survivor.pool, account.accountId)).toMatchObject({ reserved: 0, activeCalls: 0 });
});
