import { createTestKey } from '../../src/services/accounts/create-test-key';
import { addPhoneNumber } from '../../src/services/phone-numbers/add-phone-number';
import { deactivatePhoneNumber } from '../../src/services/phone-numbers/deactivate-phone-number';
import { agentManager } from '../resolvers/agents/support';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { createTestTwin } from '../support/test-twin';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Everything that an account and its twin have alike. */
async function catalogOf({ accountId }: Pick<TestAccount, 'accountId'>): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of ['phone_numbers', 'agents', 'agent_versions']) {
    const { rows } = await server.pool.query<{ row: string }>(
      `select (to_jsonb(t) - 'account_id')::text "row" from ${table} t where account_id = $1`,
      [accountId],
    );
    found[table] = rows.map(({ row }) => row).toSorted();
  }
  return found;
}

async function pair() {
  const live = await createTestAccount(server.pool);
  return { live, test: await createTestTwin(server.pool, live) };
}

const CONTENT = { name: 'Ada', prompt: 'Be kind.', firstMessage: 'Hello.' };

test('a twin begins with all that its account has, whatever columns that are', async () => {
  const live = await createTestAccount(server.pool);
  const agents = agentManager(server.url, live.key);
  await agents.result('create', { input: { ...CONTENT, settings: { goal: 'To know.' } } });
  await agents.result('update', { id: live.agentId, input: { prompt: 'A second version, {{name}}.' } });
  const test = await createTestTwin(server.pool, live);
  const catalog = await catalogOf(test);
  expect(catalog).toEqual(await catalogOf(live));
  expect([catalog.phone_numbers?.length, catalog.agents?.length, catalog.agent_versions?.length]).toEqual([1, 2, 3]);
});

test('agents and numbers are the same by the same ids, through every change', async () => {
  const { live, test } = await pair();
  const agents = agentManager(server.url, live.key);
  const { agent } = await agents.result('create', { input: { ...CONTENT, fromNumberId: live.fromNumberId } });
  const steps = [
    () => agents.result('submit', { id: agent.id }),
    () => agents.result('reject', { id: agent.id, reason: 'Not yet.' }),
    () => agents.result('submit', { id: agent.id }),
    () => agents.result('approve', { id: agent.id }),
    () => agents.result('update', { id: agent.id, input: { name: 'Grace', prompt: 'Be brief.' } }),
    () => addPhoneNumber(server.pool, { accountId: live.accountId, phoneNumber: randomPhoneNumber(), label: 'Desk' }),
    () => deactivatePhoneNumber(server.pool, { accountId: live.accountId, id: live.fromNumberId }),
    () => agents.result('archive', { id: agent.id }),
  ];
  let before = '';
  for (const step of steps) {
    await step();
    const catalog = await catalogOf(live);
    expect(await catalogOf(test)).toEqual(catalog);
    expect(JSON.stringify(catalog)).not.toBe(before);
    before = JSON.stringify(catalog);
  }
  const seenBy = async (key: string) =>
    (await agentManager(server.url, key).send(`{ agent(id: "${agent.id}") { id name status prompt } }`)).body.data;
  expect(await seenBy(test.key)).toEqual(await seenBy(live.key));
});

test('a call of a test key is placed with what was approved a moment ago', async () => {
  const { live, test } = await pair();
  const agents = agentManager(server.url, live.key);
  const { agent } = await agents.result('create', { input: { ...CONTENT, fromNumberId: live.fromNumberId } });
  const place = () => restClient(server.url, test.key).post('/calls', { toNumber: '+15005550010', agentId: agent.id });
  expect((await place()).status).toBe(404);
  await agents.result('submit', { id: agent.id });
  await agents.result('approve', { id: agent.id });
  expect((await place()).status).toBe(200);
});

test('name, standing and limits follow too, and a suspended account has no test keys either', async () => {
  const { live, test } = await pair();
  await server.pool.query(
    `update accounts set name = 'Renamed', email = 'new@example.com', requests_per_minute = 7, concurrent_calls = 3 where id = $1`,
    [live.accountId],
  );
  const { body } = await agentManager(server.url, test.key).send(
    '{ account { name email limits { requestsPerMinute concurrentCalls } } }',
  );
  expect(body.data.account).toEqual({
    name: 'Renamed',
    email: 'new@example.com',
    limits: { requestsPerMinute: 7, concurrentCalls: 3 },
  });
  const other = await pair();
  await server.pool.query(`update accounts set status = 'SUSPENDED' where id = $1`, [other.live.accountId]);
  expect((await restClient(server.url, other.test.key).get('/account')).status).toBe(401);
});

test('a test key changes no agent, and nothing else changes those of a twin', async () => {
  const { live, test } = await pair();
  const before = await catalogOf(live);
  const { body } = await agentManager(server.url, test.key).act('update', {
    id: live.agentId,
    input: { name: 'Mine' },
  });
  expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
  for (const statement of [
    `update agents set name = 'Mine' where account_id = $1`,
    `update phone_numbers set label = 'Mine' where account_id = $1`,
    'delete from agent_versions where account_id = $1',
    `insert into phone_numbers (account_id, id, phone_number) values ($1, gen_random_uuid(), '+14155550100')`,
    'update accounts set test_of = null where id = $1',
    `insert into accounts (id, name, email, owner_id, owner_name, test_of)
     values (gen_random_uuid(), 'A twin of a twin', '', gen_random_uuid(), '', $1)`,
  ]) {
    await expect(server.pool.query(statement, [test.accountId])).rejects.toMatchObject({ code: '23001' });
  }
  await expect(
    server.pool.query('update accounts set test_of = $2 where id = $1', [live.accountId, test.accountId]),
  ).rejects.toMatchObject({ code: '23001' });
  expect([await catalogOf(test), await catalogOf(live)]).toEqual([before, before]);
});

test('twins are made once, and miss nothing that changes at the same time', async () => {
  for (let round = 0; round < 10; round++) {
    const live = await createTestAccount(server.pool);
    const { accountId } = live;
    const agents = agentManager(server.url, live.key);
    const [one, other] = await Promise.all([
      createTestKey(server.pool, { accountId, name: 'one' }),
      createTestKey(server.pool, { accountId, name: 'other' }),
      addPhoneNumber(server.pool, { accountId, phoneNumber: randomPhoneNumber() }),
      agents.result('create', { input: CONTENT }),
      agents.result('update', { id: live.agentId, input: { name: `Round ${round}`, prompt: `Round ${round}.` } }),
    ]);
    expect(one.accountId).toBe(other.accountId);
    expect(await catalogOf(one)).toEqual(await catalogOf(live));
  }
});
