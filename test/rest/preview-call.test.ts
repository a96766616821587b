import { Pool } from 'pg';
import { AgentStatus } from '../../src/entities/enums';
import { createAgent } from '../../src/services/agents/create-agent';
import { previewCall } from '../../src/services/previews/preview-call';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { PREVIEW } from '../support/graphql-documents';
import { rowsOf } from '../support/rows';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const AGENT = {
  prompt: 'Confirm the visit of {{company}} on {{visit.day}}. {{ note | default: "Be brief." }}',
  firstMessage: 'Hello {{name}}, this is {{agent_name}}.',
};

const preview = async (account: TestAccount, members: object = {}) => {
  const body = { toNumber: '+14155550100', agentId: account.agentId, ...members };
  const answer = await restClient(server.url, account.key).post('/calls/preview', body);
  expect([answer.status, answer.body.success]).toEqual([200, true]);
  return answer.body.data;
};
const gate = (data: { gates: Array<{ gate: string }> }, name: string) => data.gates.find((one) => one.gate === name);

test('a call that would be placed shows everything that is decided and said', async () => {
  const account = await createTestAccount(server.pool, { agent: AGENT });
  const data = await preview(account, { contactName: 'Ada', contactData: { company: 'Acme', compnay: 'Slip' } });
  expect(data).toEqual({
    wouldCall: true,
    gates: [
      'IDEMPOTENCY_KEY',
      'CONTACT_DATA',
      'AGENT',
      'VARIABLES',
      'CALLER_ID',
      'DIAL_FENCE',
      'CREDITS',
      'CONCURRENCY',
    ].map((name) => ({
      gate: name,
      state: 'OPEN',
      code: null,
      message: expect.stringMatching(/\.$/),
      remedy: null,
      issues: null,
      call: null,
    })),
    destination: {
      phoneNumber: '+14155550100',
      country: 'US',
      timeZone: 'America/Los_Angeles',
      localTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[78]:00$/),
    },
    fromNumber: account.fromNumber,
    agent: { id: account.agentId, name: 'Test agent', status: 'APPROVED' },
    contact: null,
    cost: { creditsPerMinute: 1, maxDurationSeconds: 300, hold: 5, available: 1000 },
    variables: {
      known: [
        { name: 'agent_name', value: 'Test agent', source: 'CALL' },
        { name: 'company', value: 'Acme', source: 'REQUEST' },
        { name: 'name', value: 'Ada', source: 'REQUEST' },
      ],
      missing: [{ name: 'visit.day', member: 'contactData.visit.day', fallback: '' }],
      unused: ['compnay'],
    },
    systemPrompt: expect.stringContaining('# Task\nConfirm the visit of Acme on . Be brief.'),
    firstMessage: 'Hello Ada, this is Test agent.',
    textProblem: null,
  });
  expect(Math.abs(Date.parse(data.destination.localTime) - Date.now())).toBeLessThan(60_000);
  expect(data.systemPrompt).toContain('# Who you are calling\nName: Ada');
});

test('both doors say the same', async () => {
  const account = await createTestAccount(server.pool, { agent: AGENT });
  const input = { toNumber: '+4915112345678', agentId: account.agentId };
  const { body } = await graphqlClient(server.url, account.key)(PREVIEW, { input });
  const { gates, destination, systemPrompt, ...seen } = await preview(account, input);
  expect(body.data.previewCall).toMatchObject({ ...seen, contact: null, firstMessage: 'Hello , this is Test agent.' });
  expect(destination).toMatchObject({ country: 'DE', timeZone: 'Europe/Berlin' });
  expect(body.data.previewCall.gates.map(({ state }: { state: string }) => state)).toEqual(
    gates.map(({ state }: { state: string }) => state),
  );
});

test('where nothing is as it should be, every gate says so, with what to do', async () => {
  const account = await createTestAccount(server.pool, { credits: 2 });
  await server.pool.query(`update phone_numbers set status = 'INACTIVE' where account_id = $1`, [account.accountId]);
  await server.pool.query('update accounts set concurrent_calls = 1 where id = $1', [account.accountId]);
  await server.pool.query('update credit_balances set active_calls = 1 where account_id = $1', [account.accountId]);
  const data = await preview(account);
  expect(data.wouldCall).toBe(false);
  expect(data.fromNumber).toBeNull();
  expect(gate(data, 'CALLER_ID')).toMatchObject({
    state: 'CLOSED',
    code: 'FROM_NUMBER_NOT_FOUND',
    message: 'From number not found or not owned by user',
    remedy: expect.stringContaining('fromNumberId'),
  });
  expect(gate(data, 'DIAL_FENCE')).toMatchObject({ state: 'UNDECIDED', code: null });
  expect(gate(data, 'CREDITS')).toMatchObject({
    state: 'CLOSED',
    code: 'INSUFFICIENT_CREDITS',
    remedy: expect.stringContaining('3 more credits'),
  });
  expect(gate(data, 'CONCURRENCY')).toMatchObject({ state: 'CLOSED', code: 'CONCURRENCY_LIMIT' });
  expect(gate(data, 'AGENT')).toMatchObject({ state: 'OPEN' });
});

test.each([
  [AgentStatus.DRAFT, /submit it/],
  [AgentStatus.PENDING, /have it approved/],
  [AgentStatus.REJECTED, /submit it/],
  [AgentStatus.ARCHIVED, /for good/],
])('an agent that is %s shows its texts, and what must be done before it may call', async (status, remedy) => {
  const account = await createTestAccount(server.pool);
  const { accountId, fromNumberId } = account;
  const { id: agentId } = await createAgent(server.pool, {
    ...{ accountId, name: 'New', status, fromNumberId, creditsPerMinute: 1 },
    ...AGENT,
  });
  const data = await preview(account, { agentId });
  expect(data).toMatchObject({ wouldCall: false, firstMessage: 'Hello , this is New.', cost: { available: 1000 } });
  expect(gate(data, 'AGENT')).toMatchObject({
    state: 'CLOSED',
    code: 'AGENT_NOT_FOUND',
    remedy: expect.stringMatching(remedy),
  });
  expect(gate(data, 'VARIABLES')).toMatchObject({ state: 'UNDECIDED' });
});

test('what is kept about the person fills in what the request does not bring, and what is missing says what is said instead', async () => {
  const settings = { variables: { missing: 'DEFAULT' as const, defaults: { company: 'our practice' } }, memory: true };
  const account = await createTestAccount(server.pool, { agent: { ...AGENT, settings } });
  const rest = restClient(server.url, account.key);
  const toNumber = randomPhoneNumber();
  const first = await preview(account, { toNumber });
  expect(first.variables.missing).toEqual([
    { name: 'company', member: 'contactData.company', fallback: 'our practice' },
    { name: 'name', member: 'contactName', fallback: '' },
    { name: 'visit.day', member: 'contactData.visit.day', fallback: '' },
  ]);
  expect(first.systemPrompt).toContain('the visit of our practice on .');

  const placed = await rest.post('/calls', { toNumber, agentId: account.agentId, contactName: 'Ada' });
  const { id } = placed.body.data.contact;
  await rest.put(`/contacts/${id}/metadata`, { metadata: { visit: { day: 'Monday' }, memory: 'Likes mornings.' } });
  const second = await preview(account, { toNumber });
  expect(second.contact).toMatchObject({ id, additionalData: { name: 'Ada' } });
  expect(second.variables.known).toEqual(
    expect.arrayContaining([
      { name: 'name', value: 'Ada', source: 'CONTACT_DATA' },
      { name: 'visit', value: { day: 'Monday' }, source: 'CONTACT_METADATA' },
    ]),
  );
  expect(second.systemPrompt).toContain('Likes mornings.');
  expect(second.firstMessage).toBe('Hello Ada, this is Test agent.');
});

test('input that is wrong gets the very issues that placing the call gets, by both doors', async () => {
  const account = await createTestAccount(server.pool);
  const wrong = [
    {},
    { toNumber: 'x', agentId: 'y', contactName: 'n'.repeat(201), contactData: [], fromNumberId: 'z' },
    { toNumber: '+14155550100', agentId: account.agentId, contactData: { a: 'x'.repeat(70_000) } },
    { toNumber: '+14155550100', agentId: account.agentId, contactData: { a: '\ud800' }, contactName: '\u0000' },
  ];
  const rest = restClient(server.url, account.key);
  const send = graphqlClient(server.url, account.key);
  const INITIATE = 'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }';
  for (const input of wrong) {
    const [asked, placed] = [await rest.post('/calls/preview', input), await rest.post('/calls', input)];
    expect([asked.status, asked.body]).toEqual([400, placed.body]);
    expect(Object.keys(asked.body.issues).length).toBeGreaterThan(0);
    const [previewed, initiated] = [await send(PREVIEW, { input }), await send(INITIATE, { input })];
    expect([previewed.status, previewed.body]).toEqual([400, initiated.body]);
  }
});

test('texts that cannot be filled in are told, and no call would be placed with them', async () => {
  const account = await createTestAccount(server.pool);
  await server.pool.query(`update agents set prompt = '{{ broken' where account_id = $1`, [account.accountId]);
  expect(await preview(account)).toMatchObject({
    wouldCall: false,
    systemPrompt: null,
    firstMessage: null,
    textProblem: expect.stringContaining('cannot be filled in'),
  });
});

test('a preview takes no idempotency key: the header says nothing to it', async () => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const body = { toNumber: randomPhoneNumber(), agentId: account.agentId };
  const headers = { 'Idempotency-Key': 'mine' };
  expect((await rest.post('/calls', body, headers)).status).toBe(200);
  const other = { ...body, contactName: 'Somebody else' };
  expect((await rest.post('/calls/preview', other, headers)).body.data.wouldCall).toBe(true);
  expect((await rest.post('/calls', other, headers)).status).toBe(422);
});

test('a preview is served where nothing can be written, and leaves no trace', async () => {
  const account = await createTestAccount(server.pool, { agent: AGENT });
  const { domain } = server.running.application;
  const pool = new Pool({
    connectionString: server.databaseUrl,
    max: 1,
    pipeline: true,
    options: '-c default_transaction_read_only=on',
  });
  const before = await rowsOf(server.pool, account.accountId);
  try {
    const input = { toNumber: randomPhoneNumber(), agentId: account.agentId, contactData: { company: 'Acme' } };
    const previews = await Promise.all(
      Array.from({ length: 5 }, () => previewCall({ ...domain, pool }, account.accountId, input)),
    );
    expect(previews.map(({ wouldCall }) => wouldCall)).toEqual(Array(5).fill(true));
    const { rows } = await pool.query(`select pg_current_xact_id_if_assigned() "id"`);
    expect(rows).toEqual([{ id: null }]);
  } finally {
    await pool.end();
  }
  expect(await rowsOf(server.pool, account.accountId)).toEqual(before);
  const { rowCount } = await server.pool.query('select from calls where account_id = $1', [account.accountId]);
  expect(rowCount).toBe(0);
});
