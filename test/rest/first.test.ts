import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('a call is placed, talks and is paid for', async () => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const answer = await rest.post('/calls', { toNumber: '+1234567890', agentId: account.agentId });
  expect(answer.status).toBe(200);
  const call = await rest.untilEnded(answer.body.data.call.id);
  expect(call).toMatchObject({ status: 'COMPLETED', endedReason: 'AGENT_ENDED', creditsUsed: 1 });
});
