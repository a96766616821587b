import { grantCredits } from '../../src/services/credits/grant-credits';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';

let server: TestServer;
let account: TestAccount;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  account = await createTestAccount(server.pool, { credits: 100, requestsPerMinute: 500, concurrentCalls: 7 });
  send = graphqlClient(server.url, account.key);
});
afterAll(() => server.stop());

async function place(toNumber: string): Promise<string> {
  const query = `mutation ($input: InitiateCallInput!) { initiateCall(input: $input) {
    ... on InitiateCallSuccess { call { id } } ... on CallFailedError { failed: call { id } } } }`;
  const { body } = await send(query, { input: { toNumber, agentId: account.agentId } });
  const { call, failed } = body.data.initiateCall;
  return (call ?? failed).id;
}

const MONEY = '{ account { credits { balance reserved available used } limits { activeCalls } } }';

test('an account says who it is and how much it may do', async () => {
  const { body } = await send(`{ account { id name email status owner { id name email }
    limits { requestsPerMinute concurrentCalls activeCalls } createdAt } }`);
  expect(body.data.account).toEqual({
    id: account.accountId,
    name: 'Acme',
    email: 'owner@example.com',
    status: 'ACTIVE',
    owner: { id: expect.any(String), name: 'Owner', email: 'owner@example.com' },
    limits: { requestsPerMinute: 500, concurrentCalls: 7, activeCalls: 0 },
    createdAt: expect.stringMatching(/Z$/),
  });
});

test('credits are held while a call is live and charged for its minutes afterwards', async () => {
  account = await createTestAccount(server.pool, { credits: 100, agent: TALKATIVE });
  send = graphqlClient(server.url, account.key);
  expect((await send(MONEY)).body.data.account).toEqual({
    credits: { balance: 100, reserved: 0, available: 100, used: 0 },
    limits: { activeCalls: 0 },
  });
  const id = await place(randomPhoneNumber());
  expect((await send(MONEY)).body.data.account).toEqual({
    credits: { balance: 100, reserved: 30, available: 70, used: 0 },
    limits: { activeCalls: 1 },
  });
  await send('mutation ($id: ID!) { endCall(callId: $id) { __typename } }', { id });
  const { creditsUsed } = await restClient(server.url, account.key).untilEnded(id);
  expect(creditsUsed).toBeLessThan(30);
  expect((await send(MONEY)).body.data.account).toEqual({
    credits: { balance: 100 - creditsUsed, reserved: 0, available: 100 - creditsUsed, used: creditsUsed },
    limits: { activeCalls: 0 },
  });
});

test('a grant is available at once', async () => {
  await grantCredits(server.pool, { accountId: account.accountId, amount: 11, reason: 'test' });
  expect((await send(MONEY)).body.data.account.credits).toMatchObject({ balance: 111, available: 111 });
});

test('usage adds up the calls of a period, by status, by agent and as a series', async () => {
  const rest = restClient(server.url, account.key);
  const { duration } = await rest.untilEnded(await place(randomPhoneNumber()));
  // On a busy machine a talk may take more than a minute of the carrier's.
  const minutes = Math.ceil(duration / 60);
  await rest.untilEnded(await place('+15005550010'));
  await place('+15005550001');
  const { body } = await send(`{ account { usage { period { startDate endDate } totals { calls answered completed
    failed busy noAnswer minutes creditsUsed answerRate averageDuration } byStatus byAgent { agentId agentName calls
    minutes creditsUsed } series { date calls answered minutes creditsUsed } } } }`);
  const { usage } = body.data.account;
  expect(usage.totals).toEqual({
    calls: 3,
    answered: 1,
    completed: 1,
    failed: 1,
    busy: 1,
    noAnswer: 0,
    minutes,
    creditsUsed: minutes,
    answerRate: 0.3333,
    averageDuration: expect.any(Number),
  });
  expect(usage.byStatus).toEqual({
    INITIATED: 0,
    RINGING: 0,
    ANSWERED: 0,
    COMPLETED: 1,
    FAILED: 1,
    BUSY: 1,
    NO_ANSWER: 0,
  });
  expect(usage.byAgent).toEqual([
    { agentId: account.agentId, agentName: 'Test agent', calls: 3, minutes, creditsUsed: minutes },
  ]);
  const sum = (name: string) =>
    usage.series.reduce((total: number, point: Record<string, number>) => total + (point[name] ?? 0), 0);
  expect([sum('calls'), sum('answered'), sum('minutes'), sum('creditsUsed')]).toEqual([3, 1, minutes, minutes]);
});

test.each([
  ['DAY', /^\d{4}-\d\d-\d\d$/],
  ['HOUR', /^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/],
  ['MONTH', /^\d{4}-\d\d$/],
  ['STATUS', /^COMPLETED$/],
  ['AGENT', /^[0-9a-f-]{36}$/],
])('usage can be grouped by %s', async (groupBy, date) => {
  await restClient(server.url, account.key).untilEnded(await place(randomPhoneNumber()));
  const hour = new Date(Date.now() - 3_600_000).toISOString();
  const { body } = await send(
    `query ($groupBy: UsageGrouping, $startDate: DateTime) {
      account { usage(groupBy: $groupBy, startDate: $startDate) { series { date calls } } }
    }`,
    { groupBy, startDate: hour },
  );
  expect(body.data.account.usage.series).toEqual([{ date: expect.stringMatching(date), calls: 1 }]);
});

test('a period that cannot be is refused', async () => {
  const query = `query ($startDate: DateTime, $endDate: DateTime, $groupBy: UsageGrouping) {
    account { usage(startDate: $startDate, endDate: $endDate, groupBy: $groupBy) { totals { calls } } }
  }`;
  const backwards = await send(query, { startDate: '2024-02-01T00:00:00Z', endDate: '2024-01-01T00:00:00Z' });
  expect(backwards.body.errors[0].extensions).toEqual({
    code: 'BAD_USER_INPUT',
    issues: { endDate: ['endDate must not be before startDate'] },
  });
  const hours = { startDate: '2024-01-01T00:00:00Z', endDate: '2024-03-01T00:00:00Z', groupBy: 'HOUR' };
  expect((await send(query, hours)).body.errors[0].extensions.issues).toEqual({
    groupBy: [expect.stringContaining('31 days')],
  });
});

test('an account that was charged more than an integer holds can still be read, exactly in its usage', async () => {
  await server.pool.query(
    `insert into usage_days (account_id, day, agent_id, status, calls, answered, seconds, minutes, credits_used)
     values ($1, '2026-01-05', $2, 'COMPLETED', 200, 200, 48000, 800, 3000000000)`,
    [account.accountId, account.agentId],
  );
  const { body } = await send(`{ account { credits { balance used }
    usage(startDate: "2026-01-01T00:00:00Z", endDate: "2026-02-01T00:00:00Z") { totals { creditsUsed } } } }`);
  expect(body.data.account).toEqual({
    credits: { balance: 100, used: 2_147_483_647 },
    usage: { totals: { creditsUsed: 3_000_000_000 } },
  });
});
