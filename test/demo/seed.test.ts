import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDemo } from '../../src/demo/seed';
import { agentManager, INPUT } from '../resolvers/agents/support';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-demo-'));
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('the demo’s key may manage agents, and one that may not is replaced', async () => {
  const demo = await ensureDemo(server.pool, dataDir, server.url);
  expect(await ensureDemo(server.pool, dataDir, server.url)).toEqual(demo);
  await server.pool.query(`update api_keys set scopes = '{}' where account_id = $1`, [demo.accountId]);
  const again = await ensureDemo(server.pool, dataDir, server.url);
  expect(again).toEqual({ ...demo, apiKey: expect.not.stringMatching(demo.apiKey) });
  const agents = agentManager(server.url, again.apiKey);
  const { agent } = await agents.result('create', { input: { ...INPUT, fromNumberId: again.fromNumberId } });
  await agents.result('submit', { id: agent.id });
  expect(await agents.result('approve', { id: agent.id })).toMatchObject({ agent: { status: 'APPROVED' } });
});
