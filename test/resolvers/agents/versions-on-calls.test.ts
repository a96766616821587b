import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager } from './support';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool, { agent: { firstMessage: 'This is the first version.' } });
});
afterAll(() => server.stop());

async function place(): Promise<string> {
  const { body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: randomPhoneNumber(),
    agentId: account.agentId,
  });
  return body.data.call.id;
}

async function firstWords(id: string): Promise<string> {
  const rest = restClient(server.url, account.key);
  await rest.untilEnded(id);
  const { body } = await rest.get(`/calls/${id}/transcript`);
  return body.data.turns[0].text;
}

test('a call is conducted by the version that it began with, whatever is approved meanwhile', async () => {
  const agents = agentManager(server.url, account.key);
  const id = account.agentId;
  await agents.result('update', { id, input: { firstMessage: 'This is the second version.' } });
  await agents.result('submit', { id });
  const before = await place();
  await agents.result('approve', { id });
  const after = await place();
  const { rows } = await server.pool.query(
    'select id, agent_version "version" from calls where id = any($1) order by start_time',
    [[before, after]],
  );
  expect(rows).toEqual([
    { id: before, version: 1 },
    { id: after, version: 2 },
  ]);
  expect(await firstWords(before)).toBe('This is the first version.');
  expect(await firstWords(after)).toBe('This is the second version.');
});

test('a call goes on when its agent is archived, and the next one is refused', async () => {
  const other = await createTestAccount(server.pool);
  const rest = restClient(server.url, other.key);
  const order = () => rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: other.agentId });
  const { body } = await order();
  await agentManager(server.url, other.key).result('archive', { id: other.agentId });
  expect((await order()).status).toBe(404);
  expect(await rest.untilEnded(body.data.call.id)).toMatchObject({ status: 'COMPLETED' });
});
