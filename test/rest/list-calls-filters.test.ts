import { AgentStatus } from '../../src/entities/enums';
import { createAgent } from '../../src/services/agents/create-agent';
import { restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

interface Summary {
  id: string;
  status: string;
  agentId: string;
  campaignId: string;
  contactId: string;
  toNumber: string;
  startTime: string;
}

let server: TestServer;
let account: TestAccount;
/** The newest first: one of each outcome, the busy one by another agent. */
let answered: Summary;
let unanswered: Summary;
let busy: Summary;

beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  const { id: otherAgent } = await createAgent(server.pool, {
    accountId: account.accountId,
    name: 'Other',
    creditsPerMinute: 1,
    status: AgentStatus.APPROVED,
    prompt: 'Be brief.',
    firstMessage: 'Hello.',
    fromNumberId: account.fromNumberId,
  });
  const rest = restClient(server.url, account.key);
  const over = async (toNumber: string, agentId: string): Promise<Summary> => {
    const { body } = await rest.post('/calls', { toNumber, agentId });
    return rest.untilEnded(body.data.call.id);
  };
  busy = await over('+15005550010', otherAgent);
  unanswered = await over('+15005550011', account.agentId);
  answered = await over('+1234567890', account.agentId);
});
afterAll(() => server.stop());

/** The calls that a query lists, checked against their count. */
async function listed(query: string): Promise<string[]> {
  const { status, body } = await restClient(server.url, account.key).get(`/calls?${query}`);
  expect(status).toBe(200);
  expect(body.data.pagination.total).toBe(body.data.calls.length);
  return body.data.calls.map(({ toNumber }: Summary) => toNumber);
}

const [BUSY, UNANSWERED, ANSWERED] = ['+15005550010', '+15005550011', '+1234567890'];

test('a list without filters has them all', async () => {
  expect(await listed('')).toEqual([ANSWERED, UNANSWERED, BUSY]);
});

test('calls are found by one status or several, in either case', async () => {
  expect(await listed('status=BUSY')).toEqual([BUSY]);
  expect(await listed('status=completed')).toEqual([ANSWERED]);
  expect(await listed('status=BUSY,NO_ANSWER')).toEqual([UNANSWERED, BUSY]);
  expect(await listed('status=BUSY&status=COMPLETED')).toEqual([ANSWERED, BUSY]);
  expect(await listed('status=RINGING')).toEqual([]);
  expect(await listed('status=')).toHaveLength(3);
});

test('calls are found by agent, campaign and contact, whose ids may come in upper case', async () => {
  expect(await listed(`agentId=${busy.agentId}`)).toEqual([BUSY]);
  expect(await listed(`agentId=${account.agentId.toUpperCase()}`)).toEqual([ANSWERED, UNANSWERED]);
  expect(await listed(`campaignId=${answered.campaignId.toUpperCase()}`)).toEqual([ANSWERED]);
  expect(await listed(`contactId=${unanswered.contactId.toUpperCase()}`)).toEqual([UNANSWERED]);
  expect(await listed(`contactId=${answered.campaignId}`)).toEqual([]);
});

test('calls are found by number, whether its plus sign was escaped or not', async () => {
  expect(await listed('toNumber=%2B1234567890')).toEqual([ANSWERED]);
  expect(await listed('toNumber=+1234567890')).toEqual([ANSWERED]);
  expect(await listed('toNumber=%2B12345678901')).toEqual([]);
});

test('the start date is inclusive and the end date exclusive', async () => {
  expect(await listed(`startDate=${unanswered.startTime}`)).toEqual([ANSWERED, UNANSWERED]);
  expect(await listed(`endDate=${unanswered.startTime}`)).toEqual([BUSY]);
  expect(await listed(`startDate=${unanswered.startTime}&endDate=${answered.startTime}`)).toEqual([UNANSWERED]);
  expect(await listed('startDate=2026-01-01&endDate=2026-01-02')).toEqual([]);
  expect(await listed('startDate=2020-02-29')).toHaveLength(3);
  expect(await listed('startDate=0000-01-01&endDate=9999-12-31')).toHaveLength(3);
});

test('a date and time may have an offset, its plus sign escaped or not', async () => {
  const shifted = new Date(Date.parse(unanswered.startTime) + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
  expect(await listed(`startDate=${encodeURIComponent(shifted)}`)).toEqual([ANSWERED, UNANSWERED]);
  expect(await listed(`startDate=${shifted}`)).toEqual([ANSWERED, UNANSWERED]);
});

test('all filters hold together, and with pages', async () => {
  expect(await listed(`status=BUSY&agentId=${account.agentId}`)).toEqual([]);
  expect(await listed(`status=COMPLETED&agentId=${account.agentId}&toNumber=%2B1234567890`)).toEqual([ANSWERED]);
  const rest = restClient(server.url, account.key);
  const first = await rest.get(`/calls?limit=1&agentId=${account.agentId}`);
  expect(first.body.data.pagination).toMatchObject({ total: 2, totalPages: 2, hasMore: true });
  const { nextCursor } = first.body.data.pagination;
  const next = await rest.get(`/calls?limit=1&agentId=${account.agentId}&cursor=${nextCursor}`);
  expect(next.body.data.calls.map(({ id }: Summary) => id)).toEqual([unanswered.id]);
  expect(next.body.data.pagination.hasMore).toBe(false);
});
