import { randomUUID } from 'node:crypto';
import { restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';

/** `rest-v1.md`, GET /calls/{callId}: the members of a Call, and what the detail adds. */
const MEMBERS = [
  'id callSid trackingId status direction campaignId contactId agentId fromNumber toNumber contactName startTime',
  'answeredTime endTime duration creditsReserved creditsUsed endedReason endedBy answeredBy retryable explanation',
  'recordingUrl transcript transcriptStatus analysisStatus createdAt updatedAt',
].flatMap((line) => line.split(' '));
const DETAIL = ['agent', 'contact', 'campaign', 'events'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function place({ key, agentId }: TestAccount, members: object = {}) {
  const { body } = await restClient(server.url, key).post('/calls', { toNumber: '+1234567890', agentId, ...members });
  return body.data;
}

test('an ended call has every member of the contract, in the list and on its own', async () => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const placed = await place(account, { contactName: 'John Doe', contactData: { company: 'Acme Corp' } });
  const ended = await rest.untilAnalyzed(placed.call.id);
  expect(Object.keys(ended)).toEqual([...MEMBERS, ...DETAIL]);
  const { agent, contact, campaign, events, ...call } = ended;
  expect((await rest.get('/calls')).body.data.calls).toEqual([call]);
  const { id, callSid, trackingId, campaignId, contactId } = placed.call;
  expect(call).toEqual({
    ...{ id, callSid, trackingId, campaignId, contactId, agentId: account.agentId },
    status: 'COMPLETED',
    direction: 'outbound',
    fromNumber: account.fromNumber,
    toNumber: '+1234567890',
    contactName: 'John Doe',
    startTime: placed.call.startTime,
    answeredTime: expect.stringMatching(TIME),
    endTime: expect.stringMatching(TIME),
    duration: expect.any(Number),
    creditsReserved: 5,
    creditsUsed: Math.ceil(call.duration / 60),
    endedReason: 'AGENT_ENDED',
    endedBy: 'AGENT',
    answeredBy: expect.any(String),
    retryable: false,
    explanation: expect.any(String),
    recordingUrl: null,
    transcript: expect.stringMatching(/^Agent: Hello, this is a test\. Goodbye\.\n/),
    transcriptStatus: 'COMPLETED',
    analysisStatus: 'COMPLETED',
    createdAt: expect.stringMatching(TIME),
    updatedAt: expect.stringMatching(TIME),
  });
  expect(call.duration).toBeGreaterThan(0);
  const times = [call.startTime, call.answeredTime, call.endTime].map((time) => Date.parse(time));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(agent).toEqual({ id: account.agentId, name: 'Test agent' });
  expect(contact).toEqual(placed.contact);
  expect(campaign).toEqual({ ...placed.campaign, status: 'COMPLETED' });
  expect(events.length).toBeGreaterThan(2);
  for (const event of events) {
    expect(Object.keys(event)).toEqual(['type', 'status', 'occurredAt', 'detail']);
    expect(event.occurredAt).toMatch(TIME);
  }
});

test('a live call has the same members, and null for what is not known yet', async () => {
  const account = await createTestAccount(server.pool, { agent: TALKATIVE });
  const { call: placed } = await place(account);
  const rest = restClient(server.url, account.key);
  const { call } = (await rest.get(`/calls/${placed.id}`)).body.data;
  expect(Object.keys(call)).toEqual([...MEMBERS, ...DETAIL]);
  expect(['INITIATED', 'RINGING', 'ANSWERED']).toContain(call.status);
  expect(call).toMatchObject({
    contactName: null,
    endTime: null,
    duration: null,
    creditsReserved: 30,
    creditsUsed: 30,
    endedReason: null,
    endedBy: null,
    answeredBy: null,
    retryable: null,
    explanation: null,
    recordingUrl: null,
    transcript: null,
    transcriptStatus: 'PENDING',
    analysisStatus: 'PENDING',
    campaign: { status: 'ACTIVE' },
  });
});

test('a call is found by its id, its callSid and its trackingId, ids in either case', async () => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const { call } = await place(account);
  const ended = await rest.untilAnalyzed(call.id);
  const { id, callSid, trackingId } = call;
  for (const name of [id, callSid, trackingId, id.toUpperCase(), trackingId.toUpperCase()]) {
    const { status, body } = await rest.get(`/calls/${name}`);
    expect(status).toBe(200);
    expect(body).toEqual({ success: true, data: { call: ended } });
  }
});

test('the call of another account cannot be told from a missing one, by any of its names and on any path', async () => {
  const [mine, other] = await Promise.all([createTestAccount(server.pool), createTestAccount(server.pool)]);
  const { call } = await place(mine);
  const rest = restClient(server.url, other.key);
  const names = [call.id, call.callSid, call.trackingId, randomUUID(), 'nonsense', '%00', "'", 'ü', 'x'.repeat(500)];
  for (const name of names) {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/transcript'],
      ['GET', '/recording'],
      ['GET', '/analysis'],
      ['POST', '/analysis'],
      ['POST', '/end'],
    ] as const) {
      const { status, body } = await rest.send(method, `/calls/${name}${path}`);
      expect([method, path, status]).toEqual([method, path, 404]);
      expect(body).toEqual({ success: false, error: 'Call not found' });
    }
  }
  expect((await restClient(server.url, mine.key).untilEnded(call.id)).endedReason).toBe('AGENT_ENDED');
});
