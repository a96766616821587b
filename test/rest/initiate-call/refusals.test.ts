import { randomUUID } from 'node:crypto';
import { AgentStatus } from '../../../src/entities/enums';
import { createAgent } from '../../../src/services/agents/create-agent';
import { restClient } from '../../support/client';
import { createTestAccount, type TestAccount, type TestAccountOptions } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { shapeText } from '../../support/shape';
import { TALKATIVE } from '../../support/talkative';
import { tally } from '../../support/tally';
import * as guide from '../fixtures/guide';

const FROM_NUMBER_NOT_FOUND = { success: false, error: 'From number not found or not owned by user' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Places a call that must be refused, and checks that it changed nothing. */
async function refused(account: TestAccount, members: object = {}) {
  const before = await tally(server.url, account.key);
  const answer = await restClient(server.url, account.key).post('/calls', {
    toNumber: '+1234567890',
    agentId: account.agentId,
    contactName: 'John Doe',
    contactData: { company: 'Acme Corp' },
    ...members,
  });
  expect(await tally(server.url, account.key)).toEqual(before);
  return answer;
}

const accountWith = (options?: TestAccountOptions) => createTestAccount(server.pool, options);

test("too few credits get the guide's 402, with the guide's own figures", async () => {
  const { status, text } = await refused(await accountWith({ credits: 2 }));
  expect(status).toBe(402);
  expect(text).toBe(JSON.stringify(guide.insufficientCredits));
});

test('credits that a live call holds are not available to the next', async () => {
  const account = await accountWith({ credits: 50, agent: TALKATIVE });
  const rest = restClient(server.url, account.key);
  const live = await rest.post('/calls', { toNumber: '+1234567891', agentId: account.agentId });
  expect(live.body.data.call.creditsUsed).toBe(30);
  const { status, body } = await refused(account);
  expect(status).toBe(402);
  expect(body.details).toEqual({ required: 30, available: 20, deficit: 10 });
});

test('exactly enough credits are enough', async () => {
  const account = await accountWith({ credits: 5 });
  const rest = restClient(server.url, account.key);
  expect((await rest.post('/calls', { toNumber: '+1234567890', agentId: account.agentId })).status).toBe(200);
});

test("an agent that does not exist gets the guide's 404", async () => {
  const { status, text } = await refused(await accountWith(), { agentId: randomUUID() });
  expect(status).toBe(404);
  expect(text).toBe(JSON.stringify(guide.agentNotFound));
});

test('the agent of another account cannot be told from a missing one', async () => {
  const stranger = await accountWith();
  const { status, text } = await refused(await accountWith(), { agentId: stranger.agentId });
  expect(status).toBe(404);
  expect(text).toBe(JSON.stringify(guide.agentNotFound));
});

test.each(Object.values(AgentStatus).filter((status) => status !== AgentStatus.APPROVED))(
  'an agent that is %s cannot place calls',
  async (agentStatus) => {
    const account = await accountWith();
    const { id: agentId } = await createAgent(server.pool, {
      accountId: account.accountId,
      name: 'Other',
      creditsPerMinute: 1,
      status: agentStatus,
      prompt: 'Be brief.',
      firstMessage: 'Hello.',
      fromNumberId: account.fromNumberId,
    });
    const { status, text } = await refused(account, { agentId });
    expect(status).toBe(404);
    expect(text).toBe(JSON.stringify(guide.agentNotFound));
  },
);

test('a from number that does not exist, or is of another account, is not found', async () => {
  const stranger = await accountWith();
  for (const fromNumberId of [randomUUID(), stranger.fromNumberId]) {
    const { status, body } = await refused(await accountWith(), { fromNumberId });
    expect(status).toBe(404);
    expect(body).toEqual(FROM_NUMBER_NOT_FOUND);
  }
});

test('an inactive from number is not found, whether it is asked for or the agent has it', async () => {
  const account = await accountWith();
  await server.pool.query(`update phone_numbers set status = 'INACTIVE' where id = $1`, [account.fromNumberId]);
  for (const members of [{ fromNumberId: account.fromNumberId }, {}]) {
    const { status, body } = await refused(account, members);
    expect(status).toBe(404);
    expect(body).toEqual(FROM_NUMBER_NOT_FOUND);
  }
});

test('what is wrong is looked at in the order of the contract: agent, number, credits', async () => {
  const poor = await accountWith({ credits: 1 });
  const both = await refused(poor, { agentId: randomUUID(), fromNumberId: randomUUID() });
  expect(both.body).toEqual(guide.agentNotFound);
  const number = await refused(poor, { fromNumberId: randomUUID() });
  expect(number.body).toEqual(FROM_NUMBER_NOT_FOUND);
  const credits = await refused(poor);
  expect(credits.status).toBe(402);
});

test('an account at its limit of live calls has to wait until one has ended', async () => {
  const account = await accountWith({ concurrentCalls: 1, agent: TALKATIVE });
  const rest = restClient(server.url, account.key);
  const call = { toNumber: '+1234567891', agentId: account.agentId };
  const live = await rest.post('/calls', call);
  expect(live.status).toBe(200);
  const second = await refused(account);
  expect(second.status).toBe(429);
  expect(second.body).toEqual({
    success: false,
    error: guide.statusCodes[429],
    message: expect.stringMatching(/1 live call/),
    details: { limit: 'concurrentCalls', quota: 1, remaining: 0, retryAfterSeconds: expect.any(Number) },
  });
  expect(second.headers.get('Retry-After')).toBe(String(second.body.details.retryAfterSeconds));
  await rest.post(`/calls/${live.body.data.call.id}/end`);
  await rest.untilEnded(live.body.data.call.id);
  expect((await rest.post('/calls', call)).status).toBe(200);
});

test('a refusal by the provider is a 500 with its words; the credits are free again and the campaign is gone', async () => {
  const account = await accountWith();
  const rest = restClient(server.url, account.key);
  const before = await tally(server.url, account.key);
  const answer = await rest.post('/calls', { toNumber: '+15005550003', agentId: account.agentId });
  expect(answer.status).toBe(500);
  const { requestId, callId, ...guided } = answer.body;
  expect(shapeText(guided)).toBe(shapeText(guide.callFailed));
  expect(guided.error).toBe(guide.callFailed.error);
  expect(guided.details).toBe(
    'Account not authorized to call +15005550003. Perhaps you need to enable some international permissions',
  );
  expect(requestId).toBe(answer.headers.get('X-Request-Id'));

  const { call } = (await rest.get(`/calls/${callId}`)).body.data;
  expect(call).toMatchObject({
    status: 'FAILED',
    endedReason: 'NOT_PERMITTED',
    creditsReserved: 5,
    creditsUsed: 0,
    callSid: null,
    campaignId: null,
    campaign: null,
  });
  expect(call.explanation).toContain(guided.details);
  expect((await rest.get('/calls')).body.data.calls.map(({ id }: { id: string }) => id)).toEqual([callId]);
  expect(await tally(server.url, account.key)).toEqual({ ...before, calls: 1, contacts: 1 });
});
