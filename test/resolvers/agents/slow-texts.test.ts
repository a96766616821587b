import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AgentStatus } from '../../../src/entities/enums';
import { createAgent } from '../../../src/services/agents/create-agent';
import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager, INPUT } from './support';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Is read at once, and looked through for its variables in half a second. */
const ENTANGLED = `{{a${'[a'.repeat(150)}${']'.repeat(150)}}}`.repeat(107);
/** Needs nothing, and is never done. */
const ENDLESS = '{% for a in (1..9000000) %}{{ a }}{% endfor %}';
/** Takes seconds in few steps, if `s` is long. */
const SORTING = '{% assign l = s | split: "" %}{% for i in (1..1800) %}{% assign x = l | sort %}{% endfor %}';
const BY_DATA = '{% for a in (1..n) %}{{ a }}{% endfor %}';

/** The longest, in milliseconds, that anybody else had to wait meanwhile: the server is in this process. */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await work();
  delays.disable();
  return delays.max / 1e6;
}

/** Milliseconds of computing, the least of some times: beside it, this process does much else. */
async function leastComputing(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 3; time++) {
    const since = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(since);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
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

/** Previews in one request, each with other data. */
const previews = ({ agentId, key }: TestAccount, data: object[]) => {
  const declared = data.map((_, at) => `$i${at}: InitiateCallInput!`).join();
  const fields = data.map((_, at) => `p${at}: previewCall(input: $i${at}) { wouldCall textProblem }`).join(' ');
  const inputs = data.map((contactData, at) => [`i${at}`, { agentId, toNumber: '+12025550144', contactData }]);
  return graphqlClient(server.url, key)(`query (${declared}) { ${fields} }`, Object.fromEntries(inputs));
};

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
  const variablesOfNewest = async () => {
    const { body } = await graphqlClient(server.url, key)('{ agents(first: 1) { edges { node { name variables } } } }');
    expect(body.errors).toBeUndefined();
    return body.data.agents.edges[0].node;
  };
  const first = await variablesOfNewest();
  expect(first.name).toBe(INPUT.name);
  expect(await leastComputing(async () => expect(await variablesOfNewest()).toEqual(first))).toBeLessThan(100);
});

test('an account whose texts take long has its share of the time, and others go on', async () => {
  const { key } = await accountWith(12);
  const { body } = await variablesOfAll(key);
  expect(body.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
  const other = await createTestAccount(server.pool, { agent: { prompt: 'For {{company}}.' } });
  expect((await preview(other)).status).toBe(200);
});

test('an agent whose texts are too much without any data is not approved', async () => {
  const { key, fromNumberId } = await createTestAccount(server.pool);
  const agents = agentManager(server.url, key);
  const { agent } = await agents.result('create', { input: { ...INPUT, fromNumberId, prompt: ENDLESS } });
  await agents.result('submit', { id: agent.id });
  expect(await agents.result('approve', { id: agent.id })).toEqual({
    __typename: 'AgentStateError',
    code: 'CONFLICT',
    message: 'The agent lacks what a call needs: a prompt that can be filled in (takes too long).',
  });
  expect((await agents.agent(agent.id)).status).toBe(AgentStatus.PENDING);
});

test('of one that was approved before, a preview says that no call would be placed, and none is', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: ENDLESS } });
  const { body } = await preview(account);
  const problem = 'A text of the agent cannot be filled in: takes too long';
  expect(body.data).toMatchObject({ wouldCall: false, textProblem: problem });
  expect(body.data.gates).toContainEqual(
    expect.objectContaining({ gate: 'VARIABLES', state: 'CLOSED', issues: { agentId: [problem] } }),
  );
  const call = { toNumber: randomPhoneNumber(), agentId: account.agentId };
  const refused = await restClient(server.url, account.key).post('/calls', call);
  expect([refused.status, refused.body.issues]).toEqual([400, { agentId: [problem] }]);
  const { rows } = await server.pool.query('select 1 from calls where account_id = $1', [account.accountId]);
  expect(rows).toEqual([]);
});

test('what takes too long with one data and not with other is refused with the one alone', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: BY_DATA } });
  const { post } = restClient(server.url, account.key);
  const place = (n: number) =>
    post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId, contactData: { n } });
  expect([(await place(3)).status, (await place(9_000_000)).status, (await place(4)).status]).toEqual([200, 400, 200]);
});

test('what takes long in few steps is refused as well, and holds nobody up', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: SORTING } });
  const { post } = restClient(server.url, account.key);
  const place = (s: string) =>
    post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId, contactData: { s } });
  expect((await place('ba')).status).toBe(200);
  const wait = await longestWait(async () => {
    const { status, body } = await place('ba'.repeat(2500));
    expect([status, body.issues]).toEqual([400, { contactData: [expect.stringContaining('takes too long')] }]);
  });
  expect(wait).toBeLessThan(2000);
});

test('a text that makes much of little is refused before anybody is dialled, as the preview says', async () => {
  const growing = '| replace: "a", "aaaaaaaaaaaaaaaaaaaa"'.repeat(5);
  const account = await createTestAccount(server.pool, { agent: { prompt: `{{ n ${growing} }}` } });
  const contactData = { n: 'a' };
  const { body } = await preview(account, { contactData });
  const problem = 'A text of the agent cannot be filled in: is longer than 100 kB when filled in';
  expect(body.data).toMatchObject({ wouldCall: false, textProblem: problem });
  const call = { toNumber: randomPhoneNumber(), agentId: account.agentId, contactData };
  const refused = await restClient(server.url, account.key).post('/calls', call);
  expect([refused.status, refused.body.issues]).toEqual([400, { contactData: [problem] }]);
});

test('to ask again for what takes too long costs nothing', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: ENDLESS } });
  const again = async () => {
    const { body } = await previews(account, Array(20).fill({ note: 'x' }));
    expect(Object.values(body.data)).toHaveLength(20);
  };
  await again();
  // Anew, each would take fifty.
  expect(await leastComputing(again)).toBeLessThan(500);
});

test('previews with ever other data hold up nobody, and come to an end', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: BY_DATA } });
  const data = (from: number) => Array.from({ length: 20 }, (_, at) => ({ n: 9_000_000 - from - at }));
  const codes: string[] = [];
  const ask = async (from: number) => {
    const { body } = await previews(account, data(from));
    for (const { extensions } of body.errors ?? []) codes.push(extensions.code);
  };
  expect(await longestWait(() => Promise.all([0, 20, 40].map(ask)))).toBeLessThan(2000);
  expect(codes).toContain('RATE_LIMITED');
});
