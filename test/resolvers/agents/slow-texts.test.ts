import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createAgent } from '../../../src/services/agents/create-agent';
import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager, INPUT } from './support';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Is read at once, and looked through for its variables in half a second. */
const ENTANGLED = `{{a${'[a'.repeat(150)}${']'.repeat(150)}}}`.repeat(107);

/** The longest, in milliseconds, that anybody else had to wait meanwhile: the server is in this process. */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await work();
  delays.disable();
  return delays.max / 1e6;
}

/** An account that has so many agents with entangled texts, from before these were refused. */
async function accountWith(agents: number): Promise<TestAccount> {
  const account = await createTestAccount(server.pool);
  for (let at = 0; at < agents; at++) {
    const prompt = `${ENTANGLED} ${at} of ${account.accountId}`;
    await createAgent(server.pool, { accountId: account.accountId, ...INPUT, prompt, creditsPerMinute: 1 });
  }
  return account;
}

const variablesOfAll = (key: string) =>
  graphqlClient(server.url, key)('{ agents(first: 50) { edges { node { name variables } } } }');

const preview = ({ agentId, key }: TestAccount, members: object = {}) =>
  restClient(server.url, key).post('/calls/preview', { toNumber: '+12025550144', agentId, ...members });

test('a text whose variables cannot be found in time is refused where it is written, by its place', async () => {
  const agents = agentManager(server.url, (await createTestAccount(server.pool)).key);
  const issues = { prompt: ['takes too long'] };
  expect(await agents.issues('create', { input: { ...INPUT, prompt: ENTANGLED } })).toEqual(issues);
  const { agent } = await agents.result('create', { input: INPUT });
  expect(await agents.issues('update', { id: agent.id, input: { prompt: ENTANGLED } })).toEqual(issues);
});

test('a page of agents with such texts, from before they were refused, holds nobody up', async () => {
  const { key } = await accountWith(8);
  // Together they take seconds, and each may take some hundred milliseconds on a busy machine.
  expect(await longestWait(() => variablesOfAll(key))).toBeLessThan(2500);
});

test('to ask again for variables that cannot be found in time costs nothing', async () => {
  const { key } = await accountWith(1);
  const first = await variablesOfAll(key);
  const since = process.cpuUsage();
  expect((await variablesOfAll(key)).body).toEqual(first.body);
  const { user, system } = process.cpuUsage(since);
  expect(first.body.errors).toBeUndefined();
  expect((user + system) / 1000).toBeLessThan(200);
});

test('an account whose texts take long has its share of the time, and others go on', async () => {
  const { key } = await accountWith(12);
  const { body } = await variablesOfAll(key);
  expect(body.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
  const other = await createTestAccount(server.pool, { agent: { prompt: 'For {{company}}.' } });
  expect((await preview(other)).status).toBe(200);
});
