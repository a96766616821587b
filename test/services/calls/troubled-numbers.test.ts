import { restClient } from '../../support/client';
import { createTestAccount, PATIENT, type TestAccountOptions } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { startTestServer, type TestServer } from '../../support/server';
import { dialledFrom } from '../../support/simulator-view';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
});

async function caller(toNumber: string, agent?: TestAccountOptions['agent']) {
  const account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  return { account, rest, post: () => rest.post('/calls', { toNumber, agentId: account.agentId }) };
}

test.concurrent.each([
  ['+15005550020', 'callbacks are late, doubled and out of order'],
  ['+15005550021', 'all callbacks are lost'],
  ['+15005550022', 'the create is never answered'],
  ['+15005550023', 'the create is answered with a 500'],
  ['+15005550024', 'the create is throttled twice'],
  ['+15005550025', 'a callback overtakes the reply'],
])('a call to %s, where %s, is dialled once and ends as the talk did', async (toNumber) => {
  const { account, rest, post } = await caller(toNumber, PATIENT);
  const placed = await post();
  expect(placed.status).toBe(200);
  expect(placed.body.data.call).toMatchObject({ status: 'INITIATED', callSid: expect.stringMatching(/^CA/) });
  const ended = await rest.untilEnded(placed.body.data.call.id, 20);
  expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  const [dialled, ...others] = await dialledFrom(account.fromNumber);
  expect(others).toEqual([]);
  expect(dialled).toMatchObject({ sid: ended.callSid, durationSeconds: ended.duration });
  expect(ended.creditsUsed).toBe(Math.ceil(ended.duration / 60));
  expect(ended.explanation).toBe('The agent finished the conversation and hung up.');
});

test.concurrent('a call of which nothing ever comes is fenced, given up at last, and costs nothing', async () => {
  const { account, rest, post } = await caller('+15005550026');
  const first = await post();
  expect(first.status).toBe(500);
  expect(first.body.details).toMatch(/outcome is unknown/);
  const id = first.body.callId;
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ reserved: 5, activeCalls: 1 });
  const again = await post();
  expect([again.status, again.body.callId]).toEqual([500, id]);
  await server.pool.query('update calls set check_at = now() where account_id = $1 and id = $2', [
    account.accountId,
    id,
  ]);
  const ended = await rest.untilEnded(id);
  expect(ended).toMatchObject({ status: 'FAILED', endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0, callSid: null });
  expect(ended.events.map(({ type }: { type: string }) => type)).toEqual([
    'INITIATED',
    'OUTCOME_UNKNOWN',
    'ENDED',
    'SETTLED',
  ]);
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 1000, reserved: 0, activeCalls: 0 });
  expect(await dialledFrom(account.fromNumber)).toEqual([]);
}, 40_000);
