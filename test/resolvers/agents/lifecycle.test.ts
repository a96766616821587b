import { AgentStatus } from '../../../src/entities/enums';
import { createAgent } from '../../../src/services/agents/create-agent';
import { createTestAccount, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager, INPUT } from './support';

let server: TestServer;
let account: TestAccount;
let agents: ReturnType<typeof agentManager>;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  agents = agentManager(server.url, account.key);
});
afterAll(() => server.stop());

async function newAgent(input: object = {}): Promise<string> {
  const created = await agents.result('create', { input: { ...INPUT, fromNumberId: account.fromNumberId, ...input } });
  return created.agent.id;
}

async function approvedAgent(input: object = {}): Promise<string> {
  const id = await newAgent(input);
  await agents.result('submit', { id });
  expect(await agents.result('approve', { id })).toMatchObject({ __typename: 'ApproveAgentSuccess' });
  return id;
}

test('an agent is created with defaults, as a draft that says what it needs', async () => {
  const { __typename, agent } = await agents.result('create', { input: INPUT });
  expect(__typename).toBe('CreateAgentSuccess');
  expect(agent).toMatchObject({
    ...INPUT,
    status: 'DRAFT',
    version: 1,
    language: 'en-US',
    voice: null,
    maxDurationSeconds: 300,
    creditsPerMinute: 1,
    fromNumber: null,
    variables: ['company', 'name'],
    settings: { goal: null, silence: { afterSeconds: 8, nudges: 1 }, voicemail: { policy: 'HANG_UP' }, tools: [] },
    proposal: { version: 1, status: 'DRAFT', rejectedReason: null, decidedAt: null },
  });
});

test('everything that can be set is kept', async () => {
  const settings = {
    goal: 'The person of {{company}} says yes.',
    model: 'large',
    temperature: 0.5,
    speech: { ttsProvider: 'GOOGLE', transcriptionProvider: 'DEEPGRAM', speechModel: 'phone', hints: ['Acme'] },
    interruption: { interruptible: 'SPEECH', sensitivity: 'LOW' },
    variables: { missing: 'DEFAULT', defaults: { company: 'Acme' } },
    silence: { afterSeconds: 5, nudge: 'Hello?', nudges: 2, goodbye: 'Bye.' },
    timeLimit: { warningSeconds: 10, warning: 'Soon over.', goodbye: 'Over.' },
    voicemail: { policy: 'LEAVE_MESSAGE', message: 'Call {{boss}} back.' },
    apology: 'Sorry.',
    record: true,
    memory: true,
    transfers: [{ name: 'billing', phoneNumber: '+14155550199', description: null }],
    questions: [{ name: 'day', description: 'Which day?', type: 'CHOICE', choices: ['Monday'], required: true }],
  };
  const tool = { name: 'book', description: 'Books.', url: 'https://example.com/book', meanwhile: 'One moment.' };
  const given = { ...settings, tools: [{ ...tool, secretHeaders: { Authorization: 'Bearer hush' } }] };
  const { agent } = await agents.result('create', { input: { ...INPUT, voice: 'alice', settings: given } });
  expect(agent).toMatchObject({ voice: 'alice', variables: ['boss', 'name'] });
  expect(agent.settings).toEqual({
    ...settings,
    tools: [
      {
        ...tool,
        method: 'POST',
        parameters: { type: 'object', properties: {} },
        timeoutSeconds: 10,
        secretHeaderNames: ['Authorization'],
      },
    ],
  });
});

test('an agent goes its way to approval, once rejected with a reason', async () => {
  const id = await newAgent();
  const conflict = { __typename: 'AgentStateError', code: 'CONFLICT' };
  for (const verb of ['approve', 'reject'] as const) expect(await agents.result(verb, { id })).toMatchObject(conflict);
  expect((await agents.result('submit', { id })).agent).toMatchObject({ status: 'PENDING' });
  expect(await agents.result('submit', { id })).toMatchObject(conflict);
  const rejected = await agents.result('reject', { id, reason: 'Say who is calling.' });
  expect(rejected.agent).toMatchObject({
    status: 'REJECTED',
    proposal: { status: 'REJECTED', rejectedReason: 'Say who is calling.', decidedAt: expect.any(String) },
  });
  expect((await agents.result('submit', { id })).agent.proposal).toMatchObject({
    status: 'PENDING',
    rejectedReason: null,
    decidedAt: null,
  });
  expect((await agents.result('approve', { id })).agent).toMatchObject({ status: 'APPROVED', proposal: null });
});

test('an agent without a caller id to call from is not approved, and the refusal says what it lacks', async () => {
  const poor = await createTestAccount(server.pool);
  await server.pool.query(`update phone_numbers set status = 'INACTIVE' where account_id = $1`, [poor.accountId]);
  const manager = agentManager(server.url, poor.key);
  const { agent } = await manager.result('create', { input: INPUT });
  await manager.result('submit', { id: agent.id });
  expect(await manager.result('approve', { id: agent.id })).toEqual({
    __typename: 'AgentStateError',
    code: 'CONFLICT',
    message: expect.stringContaining('a caller id'),
  });
});

test('an agent from before templates were checked is shown, and is not approved with a broken one', async () => {
  const { accountId } = account;
  const status = AgentStatus.PENDING;
  const broken = { ...INPUT, creditsPerMinute: 1, prompt: 'For {{ company' };
  const { id } = await createAgent(server.pool, { ...broken, accountId, status });
  expect(await agents.agent(id)).toMatchObject({ prompt: 'For {{ company', variables: ['name'] });
  expect(await agents.result('approve', { id })).toEqual({
    __typename: 'AgentStateError',
    code: 'CONFLICT',
    message: expect.stringMatching(/a prompt that is a template \(line 1, column 5: /),
  });
});

test('an approved agent serves as it is until its next version is approved; the name changes at once', async () => {
  const id = await approvedAgent();
  const changes = { name: 'Reminder II', prompt: 'Cancel the visit.', settings: { temperature: 1 } };
  const { agent } = await agents.result('update', { id, input: changes });
  expect(agent).toMatchObject({
    name: 'Reminder II',
    status: 'APPROVED',
    version: 1,
    prompt: INPUT.prompt,
    proposal: {
      version: 2,
      status: 'DRAFT',
      content: { prompt: changes.prompt, firstMessage: INPUT.firstMessage, variables: ['name'] },
    },
  });
  expect(agent.proposal.content.settings.temperature).toBe(1);
  await agents.result('submit', { id });
  expect((await agents.result('reject', { id, reason: null })).agent).toMatchObject({ status: 'APPROVED', version: 1 });
  await agents.result('submit', { id });
  expect((await agents.result('approve', { id })).agent).toMatchObject({
    status: 'APPROVED',
    version: 2,
    prompt: changes.prompt,
    settings: { temperature: 1 },
    proposal: null,
  });
});

test('of settings what is given replaces, what is absent stays, and a null is the default', async () => {
  const id = await newAgent({ voice: 'alice', settings: { goal: 'g', temperature: 1, silence: { nudge: 'Hm?' } } });
  const change = async (input: object) => (await agents.result('update', { id, input })).agent;
  expect(await change({ settings: { silence: { nudges: 3 }, temperature: null } })).toMatchObject({
    voice: 'alice',
    settings: { goal: 'g', temperature: null, silence: { nudge: 'Are you still there?', nudges: 3 } },
  });
  expect(await change({ voice: null, fromNumberId: null, settings: null })).toMatchObject({
    voice: null,
    fromNumber: null,
    settings: { goal: null, silence: { nudges: 1 } },
    version: 3,
  });
  expect(await agents.issues('update', { id, input: { prompt: null } })).toEqual({ prompt: ['is missing'] });
});

test('an update that changes nothing makes no version, in whatever order its members stand', async () => {
  const properties = { day: { type: 'string', description: 'd' }, at: { type: 'string' } };
  const tool = { name: 'book', description: 'Books.', url: 'https://example.com/' };
  const id = await approvedAgent({ settings: { tools: [{ ...tool, parameters: { type: 'object', properties } }] } });
  const { prompt } = INPUT;
  const again = [{ ...tool, parameters: { properties: { at: properties.at, day: properties.day }, type: 'object' } }];
  const fromNumberId = account.fromNumberId.toUpperCase();
  const { agent } = await agents.result('update', { id, input: { prompt, fromNumberId, settings: { tools: again } } });
  expect(agent).toMatchObject({ version: 1, proposal: null });
  const literal = `mutation { updateAgent(id: "${id}", input: { settings: { tools: [{ name: "book", description: "Books.",
    url: "https://example.com/", parameters: { type: "object", properties: { day: { type: "string", description: "d" },
    at: { type: "string" } } } }] } }) { ... on UpdateAgentSuccess { agent { version proposal { version } } } } }`;
  expect((await agents.send(literal)).body.data.updateAgent).toEqual({ agent: { version: 1, proposal: null } });
});

test('an empty caller id is none', async () => {
  const id = await newAgent();
  expect((await agents.result('update', { id, input: { fromNumberId: '' } })).agent).toMatchObject({
    fromNumber: null,
  });
});

test('an archived agent stays in lists and is not changed any more', async () => {
  const id = await approvedAgent();
  expect((await agents.result('archive', { id })).agent).toMatchObject({ status: 'ARCHIVED', proposal: null });
  for (const verb of ['submit', 'approve', 'reject', 'archive', 'update'] as const) {
    const result = await agents.result(verb, { id, input: { name: 'Other' } });
    expect(result).toMatchObject({ __typename: 'AgentStateError', code: 'CONFLICT' });
  }
  const { body } = await agents.send('{ agents(filter: { status: [ARCHIVED] }) { edges { node { id } } } }');
  expect(body.data.agents.edges).toContainEqual({ node: { id } });
});

test('of two approvals at once one is, and of two updates at once both are, one after the other', async () => {
  const id = await newAgent();
  await agents.result('submit', { id });
  const approvals = await Promise.all([1, 2, 3].map(() => agents.result('approve', { id })));
  expect(approvals.map(({ __typename }) => __typename).toSorted()).toEqual([
    'AgentStateError',
    'AgentStateError',
    'ApproveAgentSuccess',
  ]);
  await Promise.all(
    ['a', 'b'].map((voice) => agents.result('update', { id, input: { settings: { goal: voice }, voice } })),
  );
  await agents.result('submit', { id });
  await Promise.all([agents.result('approve', { id }), agents.result('update', { id, input: { voice: 'c' } })]);
  const { rows } = await server.pool.query(
    'select version, status, voice, settings from agent_versions where agent_id = $1 order by version',
    [id],
  );
  expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  expect(
    rows
      .slice(1, 3)
      .map(({ voice }) => voice)
      .toSorted(),
  ).toEqual(['a', 'b']);
  for (const { voice, settings } of rows.slice(1, 3)) expect(settings.goal).toBe(voice);
  const { status, version, voice } = await agents.agent(id);
  const third = rows[2].status;
  expect(third === 'APPROVED' ? [status, version, voice] : [status, version]).toEqual(
    third === 'APPROVED' ? ['APPROVED', 3, rows[2].voice] : ['APPROVED', 1],
  );
});
