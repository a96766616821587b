import { cliInProcess } from '../../support/cli';
import { restClient } from '../../support/client';
import { createTestAccount, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager, INPUT } from './support';

const DEFAULT = 7;
let server: TestServer;
let account: TestAccount;
let agents: ReturnType<typeof agentManager>;
beforeAll(async () => {
  server = await startTestServer({ environment: { CREDITS_PER_MINUTE: String(DEFAULT) } });
  account = await createTestAccount(server.pool);
  agents = agentManager(server.url, account.key);
});
afterAll(() => server.stop());

async function approvedAgent(): Promise<string> {
  const { agent } = await agents.result('create', { input: { ...INPUT, fromNumberId: account.fromNumberId } });
  await agents.result('submit', { id: agent.id });
  await agents.result('approve', { id: agent.id });
  return agent.id;
}

/** What a minute of an agent's next call costs. */
async function priceOfCall(agentId: string): Promise<number> {
  const call = { toNumber: '+15005550010', agentId, contactName: 'Ada', contactData: { company: 'Acme' } };
  const { status } = await restClient(server.url, account.key).post('/calls', call);
  expect(status).toBe(200);
  const { rows } = await server.pool.query(
    'select credits_per_minute from calls where agent_id = $1 order by start_time desc limit 1',
    [agentId],
  );
  return rows[0].credits_per_minute;
}

test.each(['create', 'update'] as const)('no key can %s an agent with a price of its own', async (verb) => {
  const id = await approvedAgent();
  const { body } = await agents.act(verb, { id, input: { ...INPUT, creditsPerMinute: 0 } });
  expect(body.data).toBeFalsy();
  expect(JSON.stringify(body.errors)).toContain('creditsPerMinute');
  expect(await agents.agent(id)).toMatchObject({ creditsPerMinute: DEFAULT, proposal: null });
});

test('a new agent has the price that the operator configured, and keeps it through every change', async () => {
  const id = await approvedAgent();
  expect(await priceOfCall(id)).toBe(DEFAULT);
  await agents.result('update', { id, input: { prompt: 'Cancel the visit to {{company}}.' } });
  await agents.result('submit', { id });
  expect((await agents.result('approve', { id })).agent).toMatchObject({ version: 2, creditsPerMinute: DEFAULT });
  expect(await priceOfCall(id)).toBe(DEFAULT);
});

test('the operator sets another price at once; what was proposed before does not bring the old one back', async () => {
  const id = await approvedAgent();
  await agents.result('update', { id, input: { prompt: 'Cancel the visit to {{company}}.' } });
  const operator = cliInProcess({ DATABASE_URL: server.databaseUrl });
  await operator.json('agent', 'update', id, '--account', account.accountId, '--credits-per-minute', '30');
  expect(await agents.agent(id)).toMatchObject({ version: 1, creditsPerMinute: 30, proposal: { version: 2 } });
  expect(await priceOfCall(id)).toBe(30);
  await agents.result('submit', { id });
  expect((await agents.result('approve', { id })).agent).toMatchObject({ version: 2, creditsPerMinute: 30 });
  expect(await priceOfCall(id)).toBe(30);
});
