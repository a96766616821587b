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
  account = await createTestAccount(server.pool);
  send = graphqlClient(server.url, account.key);
});
afterAll(() => server.stop());

const EVERYTHING = /* GraphQL */ `
  query ($id: ID!) {
    call(id: $id) {
      id callSid trackingId status endedReason endedBy answeredBy retryable explanation creditsReserved creditsUsed
      durationSeconds startTime answeredTime endTime
      agent { id name status fromNumber { id phoneNumber } }
      contact { id phoneNumber additionalData metadata }
      campaign { id name status temporary }
      events { id type status source occurredAt detail }
      creditEntries { id type amount balanceAfter reservedAfter seq }
      transcript { status reason text turns { index } language }
      analysis { status reason summary keyPoints actionItems extracted { name } success { verdict } metadata }
      recording { status reason url }
      modelUsage { model promptTokens completionTokens }
    }
  }
`;

async function place(input: object): Promise<Record<'id' | 'callSid' | 'trackingId', string>> {
  const query = `mutation ($input: InitiateCallInput!) { initiateCall(input: $input) {
    ... on InitiateCallSuccess { call { id callSid trackingId } } ... on CallFailedError { failed: call { id } } } }`;
  const { body } = await send(query, { input: { agentId: account.agentId, ...input } });
  return body.data.initiateCall.call ?? body.data.initiateCall.failed;
}

test('an ended call shows everything about itself in one query', async () => {
  const toNumber = randomPhoneNumber();
  const { id } = await place({ toNumber, contactName: 'Ann', contactData: { company: 'Acme' } });
  await restClient(server.url, account.key).untilAnalyzed(id);
  const { body } = await send(EVERYTHING, { id });
  expect(body.errors).toBeUndefined();
  const { call } = body.data;
  expect(call).toMatchObject({
    id,
    status: 'COMPLETED',
    endedReason: 'AGENT_ENDED',
    endedBy: 'AGENT',
    retryable: false,
    explanation: 'The agent finished the conversation and hung up.',
    creditsReserved: 5,
    creditsUsed: Math.ceil(call.durationSeconds / 60),
    agent: {
      id: account.agentId,
      name: 'Test agent',
      status: 'APPROVED',
      fromNumber: { id: account.fromNumberId, phoneNumber: account.fromNumber },
    },
    contact: { phoneNumber: toNumber, additionalData: { name: 'Ann', company: 'Acme' }, metadata: {} },
    campaign: { name: 'API Single Call - Ann', status: 'COMPLETED', temporary: true },
    transcript: { status: 'COMPLETED', reason: null, language: 'en-US', turns: call.transcript.turns },
    analysis: { status: 'COMPLETED', reason: null, summary: expect.any(String), extracted: [] },
    modelUsage: { model: 'simulated', promptTokens: expect.any(Number), completionTokens: expect.any(Number) },
    recording: { status: 'SKIPPED', reason: expect.any(String), url: null },
  });
  expect(call.durationSeconds).toBeGreaterThan(0);
  expect(call.transcript.turns.length).toBeGreaterThan(1);
  expect(call.transcript.text).toMatch(/^Agent: Hello, this is a test\. Goodbye\.\n/);
  expect([call.startTime, call.answeredTime, call.endTime].toSorted()).toEqual([
    call.startTime,
    call.answeredTime,
    call.endTime,
  ]);
});

test('events stand in causal order and the ledger adds up', async () => {
  const { id } = await place({ toNumber: randomPhoneNumber() });
  await restClient(server.url, account.key).untilEnded(id);
  const { call } = (await send(EVERYTHING, { id })).body.data;
  const types = call.events.map((event: { type: string }) => event.type);
  expect(types[0]).toBe('INITIATED');
  expect(new Set(types).size).toBe(types.length);
  const known = ['INITIATED', 'DIALED', 'RINGING', 'ANSWERED', 'ENDED', 'SETTLED'];
  expect(types.filter((type: string) => known.includes(type))).toEqual(known);

  const amounts = Object.fromEntries(
    call.creditEntries.map(({ type, amount }: { type: string; amount: number }) => [type, amount]),
  );
  expect(amounts).toEqual({ HOLD: 5, SETTLE: call.creditsUsed, RELEASE: 5 - call.creditsUsed });
  const seqs = call.creditEntries.map(({ seq }: { seq: number }) => seq);
  expect(seqs).toEqual(seqs.toSorted((a: number, b: number) => a - b));
});

test('a live call says of each result that it is yet to come', async () => {
  account = await createTestAccount(server.pool, { agent: { ...TALKATIVE, settings: { record: true } } });
  send = graphqlClient(server.url, account.key);
  const { id } = await place({ toNumber: randomPhoneNumber() });
  const { call } = (await send(EVERYTHING, { id })).body.data;
  expect(call).toMatchObject({
    endedReason: null,
    endedBy: null,
    retryable: null,
    explanation: null,
    endTime: null,
    creditsUsed: 30,
    transcript: { status: 'PENDING', reason: expect.any(String) },
    analysis: { status: 'PENDING', reason: expect.any(String) },
    recording: { status: 'PENDING', reason: expect.any(String) },
    modelUsage: { promptTokens: 0, completionTokens: 0 },
  });
});

test('a call that the provider refused has no campaign and costs nothing', async () => {
  const { id } = await place({ toNumber: '+15005550003' });
  const { call } = (await send(EVERYTHING, { id })).body.data;
  expect(call).toMatchObject({
    status: 'FAILED',
    endedReason: 'NOT_PERMITTED',
    campaign: null,
    callSid: null,
    creditsReserved: 5,
    creditsUsed: 0,
    retryable: false,
  });
});

test('a call is found by each of its three ids, in either case', async () => {
  const { id, callSid, trackingId } = await place({ toNumber: randomPhoneNumber() });
  for (const reference of [id, callSid, trackingId, id.toUpperCase(), trackingId.toUpperCase()]) {
    const { body } = await send('query ($id: ID!) { call(id: $id) { id } }', { id: reference });
    expect(body).toEqual({ data: { call: { id } } });
  }
});

test.each(['', 'x', "'; drop table calls; --", '\u0000', 'CA00000000000000000000000000000000', '1'.repeat(5000)])(
  'an id that names nothing is null: %j',
  async (id) => {
    const query = `query ($id: ID!) {
      call(id: $id) { id } agent(id: $id) { id } contact(id: $id) { id } campaign(id: $id) { id } node(id: $id) { id }
    }`;
    const { body } = await send(query, { id });
    expect(body).toEqual({ data: { call: null, agent: null, contact: null, campaign: null, node: null } });
  },
);
