import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';
import { checkLimits } from './checks/limits';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('the ledger tells how many calls an account had at a time', async () => {
  const { accountId, key, agentId } = await createTestAccount(server.pool, { agent: TALKATIVE });
  const rest = restClient(server.url, key);
  const place = async () =>
    (await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId })).body.data.call.id as string;
  const violations = async (concurrentCalls: number) =>
    (await checkLimits(server.pool, [{ accountId, concurrentCalls }])).violations;
  // Two at a time, and the third once both are over.
  for (const id of await Promise.all([place(), place()])) {
    await rest.post(`/calls/${id}/end`);
    await rest.untilEnded(id);
  }
  await place();
  expect([await violations(1), await violations(2)]).toEqual([1, 0]);
});
