import { AgentStatus } from '../../src/entities/enums';
import { createAgent } from '../../src/services/agents/create-agent';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
let otherAgent: string;
let duration: number;
let startTime: string;

/** Three calls at 2 credits a minute: one that talks, and by another agent a busy and a refused one. */
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool, { agent: { creditsPerMinute: 2 } });
  const agent = { name: 'Other', status: AgentStatus.APPROVED, prompt: 'Be brief.', firstMessage: 'Hello.' };
  const { accountId, fromNumberId } = account;
  ({ id: otherAgent } = await createAgent(server.pool, { accountId, fromNumberId, creditsPerMinute: 1, ...agent }));
  const rest = restClient(server.url, account.key);
  const talk = await rest.post('/calls', { toNumber: '+1234567890', agentId: account.agentId });
  const busy = await rest.post('/calls', { toNumber: '+15005550010', agentId: otherAgent });
  await rest.post('/calls', { toNumber: '+15005550001', agentId: otherAgent });
  await rest.untilEnded(busy.body.data.call.id);
  ({ duration, startTime } = await rest.untilEnded(talk.body.data.call.id));
});
afterAll(() => server.stop());

async function usage(query = '') {
  const { status, body } = await restClient(server.url, account.key).get(`/account/usage${query}`);
  expect(status).toBe(200);
  expect(Object.keys(body.data)).toEqual(['usage']);
  return body.data.usage;
}

/** What the three calls came to; how long the talk was depends on how busy the machine is. */
function sums() {
  const minutes = Math.ceil(duration / 60);
  return { calls: 3, answered: 1, minutes, creditsUsed: 2 * minutes };
}

const midnight = (days: number) =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;

test('the last 30 days are told by day, with totals, statuses and agents', async () => {
  const got = await usage();
  expect(got).toEqual({
    period: { startDate: midnight(-30), endDate: midnight(1) },
    totals: {
      ...sums(),
      completed: 1,
      failed: 1,
      busy: 1,
      noAnswer: 0,
      averageDuration: duration,
      answerRate: 0.3333,
    },
    byStatus: { INITIATED: 0, RINGING: 0, ANSWERED: 0, COMPLETED: 1, FAILED: 1, BUSY: 1, NO_ANSWER: 0 },
    byAgent: expect.any(Array),
    series: [{ date: startTime.slice(0, 10), ...sums() }],
  });
  expect(got.byAgent.toSorted((a: { calls: number }, b: { calls: number }) => a.calls - b.calls)).toEqual([
    {
      agentId: account.agentId,
      agentName: 'Test agent',
      calls: 1,
      minutes: sums().minutes,
      creditsUsed: sums().creditsUsed,
    },
    { agentId: otherAgent, agentName: 'Other', calls: 2, minutes: 0, creditsUsed: 0 },
  ]);
});

test('the series can be grouped by hour, month, agent and status, in either case, over the same totals', async () => {
  const { totals } = await usage();
  const by = async (groupBy: string) => {
    const got = await usage(`?groupBy=${groupBy}`);
    expect(got.totals).toEqual(totals);
    return got.series;
  };
  expect(await by('hour')).toEqual([{ date: `${startTime.slice(0, 13)}:00:00.000Z`, ...sums() }]);
  expect(await by('MONTH')).toEqual([{ date: startTime.slice(0, 7), ...sums() }]);
  const none = { answered: 0, minutes: 0, creditsUsed: 0 };
  const agents = await by('agent');
  expect(agents).toHaveLength(2);
  expect(agents).toContainEqual({ date: account.agentId, ...sums(), calls: 1 });
  expect(agents).toContainEqual({ date: otherAgent, calls: 2, ...none });
  const statuses = await by('status');
  expect(statuses).toHaveLength(3);
  expect(statuses).toContainEqual({ date: 'COMPLETED', ...sums(), calls: 1 });
  expect(statuses).toContainEqual({ date: 'BUSY', calls: 1, ...none });
  expect(statuses).toContainEqual({ date: 'FAILED', calls: 1, ...none });
});

test('a period is counted from its start until before its end', async () => {
  const none = { calls: 0, averageDuration: 0, answerRate: 0 };
  expect(await usage('?startDate=2026-01-01&endDate=2026-02-01')).toMatchObject({
    period: { startDate: '2026-01-01T00:00:00.000Z', endDate: '2026-02-01T00:00:00.000Z' },
    totals: none,
    byAgent: [],
    series: [],
  });
  const today = startTime.slice(0, 10);
  expect((await usage(`?endDate=${today}`)).totals).toMatchObject(none);
  expect((await usage(`?startDate=${today}`)).totals).toMatchObject({ calls: 3 });
});

test('a period by hour is widened to whole hours', async () => {
  const hour = Math.floor(Date.parse(startTime) / 3_600_000) * 3_600_000;
  const at = (ms: number) => new Date(hour + ms).toISOString();
  const inside = await usage(`?groupBy=hour&startDate=${at(1_800_000)}&endDate=${at(1_800_001)}`);
  expect(inside.period).toEqual({ startDate: at(0), endDate: at(3_600_000) });
  expect(inside.totals.calls).toBeGreaterThan(0);
  expect((await usage(`?groupBy=hour&startDate=${at(-1)}&endDate=${at(0)}`)).totals).toMatchObject({ calls: 0 });
  expect((await usage(`?groupBy=hour&startDate=${at(-1)}&endDate=${at(1)}`)).period).toEqual({
    startDate: at(-3_600_000),
    endDate: at(3_600_000),
  });
});

test('a call that is not over counts in its hour, and has used nothing', async () => {
  const own = await createTestAccount(server.pool);
  const rest = restClient(server.url, own.key);
  const asked = { toNumber: randomPhoneNumber(), agentId: own.agentId };
  const { id } = (await rest.post('/calls', asked)).body.data.call;
  await rest.untilEnded(id);
  const { rows } = await server.pool.query(
    `update calls set status = 'ANSWERED', end_time = null, ended_reason = null where id = $1
     returning date_trunc('hour', start_time, 'UTC') "hour"`,
    [id],
  );
  await server.pool.query('delete from usage_hours where account_id = $1', [own.accountId]);
  const got = (await rest.get('/account/usage?groupBy=hour')).body.data.usage;
  expect(got.byStatus).toMatchObject({ ANSWERED: 1, COMPLETED: 0 });
  expect(got.series).toEqual([
    { date: rows[0].hour.toISOString(), calls: 1, answered: expect.any(Number), minutes: 0, creditsUsed: 0 },
  ]);
});

test('usage by hour looks at no call that is over', async () => {
  const own = await createTestAccount(server.pool);
  await insertCalls(server.pool, own, [{ startTime: new Date() }]);
  await server.pool.query('update usage_hours set calls = 7 where account_id = $1', [own.accountId]);
  const got = (await restClient(server.url, own.key).get('/account/usage?groupBy=hour')).body.data.usage;
  expect(got.totals.calls).toBe(7);
});

test.each([
  ['groupBy=week', 'groupBy'],
  ['startDate=soon', 'startDate'],
  ['endDate=2026-02-30T25:00:00Z', 'endDate'],
  ['startDate=2026-02-01&endDate=2026-01-01', 'endDate'],
  ['groupBy=hour&startDate=2026-01-01&endDate=2026-03-01', 'groupBy'],
])('the query ?%s is refused by the name of the parameter', async (query, name) => {
  const { status, body } = await restClient(server.url, account.key).get(`/account/usage?${query}`);
  expect(status).toBe(400);
  expect(body.success).toBe(false);
  expect(Object.keys(body.issues)).toEqual([name]);
});

test('an account without calls has used nothing', async () => {
  const { key } = await createTestAccount(server.pool);
  const { usage: none } = (await restClient(server.url, key).get('/account/usage')).body.data;
  expect(none).toMatchObject({ totals: { calls: 0, answerRate: 0 }, byAgent: [], series: [] });
});
