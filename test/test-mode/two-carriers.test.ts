import { graphqlClient, restClient } from '../support/client';
import { carriedCalls } from '../support/dialled';
import { randomPhoneNumber } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { ledgerFaults, ledgerOf } from '../support/ledger';
import { statusFields, twilioCaller } from '../support/twilio-caller';
import { until } from '../support/until';
import { type RealServer, startRealServer } from './support';

const BUSY = '+15005550010';

let real: RealServer;
beforeAll(async () => {
  real = await startRealServer();
});
afterAll(async () => {
  expect(await ledgerFaults(real.server.pool)).toEqual({});
  await real.stop();
});

interface PlacedCall {
  id: string;
  callSid: string;
}

const DOORS: Array<[string, (key: string, input: { toNumber: string; agentId: string }) => Promise<PlacedCall>]> = [
  [
    'REST',
    async (key, input) => {
      const { status, body } = await restClient(real.server.url, key).post('/calls', input);
      expect(status).toBe(200);
      return body.data.call;
    },
  ],
  [
    'GraphQL',
    async (key, input) => {
      const document = `mutation ($input: InitiateCallInput!) {
        initiateCall(input: $input) { ... on InitiateCallSuccess { call { id callSid status } } }
      }`;
      const { body } = await graphqlClient(real.server.url, key)(document, { input });
      return body.data.initiateCall.call;
    },
  ],
];

test.each(DOORS)(
  'by %s the call of a test key goes to the simulator, talks, is analysed, and costs the account nothing',
  async (_door, place) => {
    const { live, test } = await real.accounts({
      credits: 100,
      agent: { ...INQUISITIVE, settings: { ...INQUISITIVE.settings, record: true } },
    });
    const before = await ledgerOf(real.server.pool, live.accountId);
    const toNumber = randomPhoneNumber();
    const placed = await place(test.key, { toNumber, agentId: test.agentId });
    const rest = restClient(real.server.url, test.key);
    const ended = await rest.untilAnalyzed(placed.id);
    expect(ended).toMatchObject({
      status: 'COMPLETED',
      endedReason: 'AGENT_ENDED',
      fromNumber: live.fromNumber,
      analysisStatus: 'COMPLETED',
    });
    const transcript = await rest.get(`/calls/${placed.id}/transcript`);
    expect(transcript.body.data).toMatchObject({ status: 'COMPLETED', callId: placed.id });
    const graphql = graphqlClient(real.server.url, test.key);
    const { body } = await graphql(`{ call(id: "${placed.id}") { analysis { model summary } agent { id } } }`);
    expect(body.data.call).toMatchObject({
      analysis: { model: 'simulated', summary: expect.any(String) },
      agent: { id: live.agentId },
    });

    const numbers = { from: live.fromNumber, to: toNumber };
    expect(await real.dialledByTwilio(numbers)).toEqual([]);
    expect(await carriedCalls(real.server.url, numbers)).toMatchObject([{ sid: placed.callSid, status: 'completed' }]);
    expect(real.model.asked.filter(({ body }) => JSON.stringify(body).includes(toNumber))).toEqual([]);
    expect(await ledgerOf(real.server.pool, live.accountId)).toEqual(before);
    const spent = await ledgerOf(real.server.pool, test.accountId);
    expect(spent).toMatchObject({ reserved: 0, activeCalls: 0, entries: { SETTLE: { amount: ended.creditsUsed } } });

    const sound = async () =>
      await fetch(`${real.server.url}/api/v1/calls/${placed.id}/recording`, { headers: { 'X-API-Key': test.key } });
    const heard = await until(async () => {
      const answer = await sound();
      return answer.status === 200 ? answer : null;
    }, 'the recording of the simulator');
    expect(heard.headers.get('Content-Type')).toMatch(/^audio\//);
    expect(heard.headers.get('X-Test-Mode')).toBe('true');
    await heard.body?.cancel();
  },
);

test.each(DOORS)('by %s the call of a live key goes to the carrier of the credentials', async (_door, place) => {
  const { live } = await real.accounts();
  const placed = await place(live.key, { toNumber: BUSY, agentId: live.agentId });
  expect(await restClient(real.server.url, live.key).untilEnded(placed.id)).toMatchObject({ status: 'BUSY' });
  const numbers = { from: live.fromNumber, to: BUSY };
  expect(await real.dialledByTwilio(numbers)).toMatchObject([{ sid: placed.callSid, status: 'busy' }]);
  expect(await carriedCalls(real.server.url, numbers)).toEqual([]);
});

test('a test key ends its call at the simulator', async () => {
  const { test } = await real.accounts({ agent: { maxDurationSeconds: 14_400 } });
  const rest = restClient(real.server.url, test.key);
  const toNumber = '+15005550018';
  const { body } = await rest.post('/calls', { toNumber, agentId: test.agentId });
  const { id } = body.data.call;
  await until(async () => (await rest.get(`/calls/${id}`)).body.data.call.status === 'ANSWERED', 'an answer');
  expect((await rest.post(`/calls/${id}/end`)).status).toBe(200);
  expect(await rest.untilEnded(id)).toMatchObject({ endedReason: 'ENDED_BY_API' });
  const [carried] = await carriedCalls(real.server.url, { from: test.fromNumber, to: toNumber });
  expect(carried?.status).toBe('completed');
});

test('neither carrier can speak for the calls of the other', async () => {
  const { live, test } = await real.accounts({ agent: { maxDurationSeconds: 14_400 } });
  const simulator = await twilioCaller(real.server.pool);
  const place = async ({ key, agentId, accountId }: typeof live) => {
    const { body } = await restClient(real.server.url, key).post('/calls', { toNumber: '+15005550018', agentId });
    return { accountId, id: body.data.call.id, sid: body.data.call.callSid };
  };
  const completed = statusFields('completed', { at: 70, duration: 61 });
  const calls = [
    { account: live, call: await place(live), own: real.authToken, other: simulator.authToken },
    { account: test, call: await place(test), own: simulator.authToken, other: real.authToken },
  ];
  for (const { account, call, own, other } of calls) {
    for (const hook of ['status', 'answer', 'talk-ended', 'recording', 'answered-by'] as const) {
      expect((await simulator.post(real.server, call, hook, completed, { token: other })).status).toBe(403);
    }
    const rest = restClient(real.server.url, account.key);
    expect((await rest.get(`/calls/${call.id}`)).body.data.call.endTime).toBeNull();
    expect((await simulator.post(real.server, call, 'status', completed, { token: own })).status).toBe(204);
    expect(await rest.untilEnded(call.id)).toMatchObject({ status: 'COMPLETED', duration: 61 });
  }
});
