import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cliInProcess } from '../../support/cli';
import { createTestAccount, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager, INPUT } from './support';

const MODELS = { LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_MODEL: 'ours', LLM_MODELS: 'ours, small' };

let server: TestServer;
let account: TestAccount;
let agents: ReturnType<typeof agentManager>;
beforeAll(async () => {
  server = await startTestServer({ environment: MODELS });
  account = await createTestAccount(server.pool);
  agents = agentManager(server.url, account.key);
});
afterAll(() => server.stop());

const REFUSED = { 'settings.model': ['must be one of ours, small, which this server allows'] };
const naming = (model: string | null) => ({ ...INPUT, settings: { model } });

test.each(['ours', 'small', null])('an agent may name the model %s', async (model) => {
  const { agent } = await agents.result('create', { input: naming(model) });
  expect(agent.settings.model).toBe(model);
});

test('an agent may not name a model that is dearer than any that the operator allows', async () => {
  expect(await agents.issues('create', { input: naming('dear') })).toEqual(REFUSED);
  const { agent } = await agents.result('create', { input: naming('small') });
  expect(await agents.issues('update', { id: agent.id, input: { settings: { model: 'dear' } } })).toEqual(REFUSED);
  expect((await agents.agent(agent.id)).settings.model).toBe('small');
});

test('an agent that named another before may be changed in all else, and is told of when its settings are', async () => {
  const { agent } = await agents.result('create', { input: naming('small') });
  const dear = `update agent_versions set settings = settings || '{"model": "dear"}' where agent_id = $1`;
  await server.pool.query(dear, [agent.id]);
  await agents.result('update', { id: agent.id, input: { prompt: 'Cancel the visit.' } });
  expect(await agents.issues('update', { id: agent.id, input: { settings: { memory: true } } })).toEqual(REFUSED);
  await agents.result('update', { id: agent.id, input: { settings: { memory: true, model: null } } });
});

test('the command line knows the rule, and a star allows any', async () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-models-'));
  const file = path.join(scratch, 'agent.yaml');
  writeFileSync(file, 'name: Dear\nprompt: Talk.\nfirstMessage: Hello.\nsettings:\n  model: dear\n');
  const create = (environment: Record<string, string>) =>
    cliInProcess({ DATABASE_URL: server.databaseUrl, ...environment }).run(
      ...['agent', 'create', '--account', account.accountId, '--file', file],
    );
  try {
    const refused = await create(MODELS);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(REFUSED['settings.model'][0] ?? '')]);
    expect((await create({ ...MODELS, LLM_MODELS: '*' })).code).toBe(0);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
