import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { entriesOfCall, ledgerFaults, ledgerOf } from '../support/ledger';
import {
  type CarrierReply,
  carrierError,
  isCreate,
  type ScriptedCarrier,
  startScriptedCarrier,
} from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';

let carrier: ScriptedCarrier;
let server: TestServer;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  carrier.script((request) => (isCreate(request) ? nextReply(request.form.get('To') ?? '') : null));
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
});
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
  await carrier.close();
});

/** What the carrier answers to creates for a number, one after the other; the last one for ever. */
const replies = new Map<string, Array<CarrierReply | null>>();

function nextReply(toNumber: string): CarrierReply | null {
  const left = replies.get(toNumber) ?? [];
  return (left.length > 1 ? left.shift() : left[0]) ?? null;
}

async function place(...answers: Array<CarrierReply | null>) {
  const account = await createTestAccount(server.pool, { credits: 50 });
  const toNumber = randomPhoneNumber();
  replies.set(toNumber, answers);
  const rest = restClient(server.url, account.key);
  const answer = await rest.post('/calls', { toNumber, agentId: account.agentId });
  const dials = () => carrier.creates().filter(({ form }) => form.get('To') === toNumber).length;
  return { account, rest, answer, toNumber, dials };
}

test.each([
  [21217, 'INVALID_NUMBER'],
  [21211, 'INVALID_NUMBER'],
  [21214, 'UNREACHABLE'],
  [21215, 'NOT_PERMITTED'],
  [21216, 'REJECTED_BY_PROVIDER'],
  [20003, 'PROVIDER_ERROR'],
])(
  'refusal %i is definite: 500 with the provider’s words, FAILED as %s, everything given back',
  async (code, reason) => {
    const { account, answer, rest, dials } = await place(carrierError(400, code, 'The provider says no.'));
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({
      success: false,
      error: 'Failed to initiate call',
      details: 'The provider says no.',
      callId: expect.any(String),
    });
    const { call } = (await rest.get(`/calls/${answer.body.callId}`)).body.data;
    expect(call).toMatchObject({
      status: 'FAILED',
      endedReason: reason,
      creditsUsed: 0,
      campaignId: null,
      callSid: null,
    });
    expect(await entriesOfCall(server.pool, call.id)).toEqual(['HOLD 5', 'RELEASE 5']);
    expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 50, reserved: 0, activeCalls: 0 });
    const campaigns = await server.pool.query('select 1 from campaigns where account_id = $1', [account.accountId]);
    expect(campaigns.rowCount).toBe(0);
    expect(dials()).toBe(1);
  },
);

test('a 429 was never processed, so it is asked again until it is accepted', async () => {
  const busy = carrierError(429, 20429, 'Too Many Requests');
  const { answer, dials } = await place(busy, busy, null);
  expect(answer.status).toBe(200);
  expect(dials()).toBe(3);
});

test('a refusal in the shape of RFC 9457 is a refusal too', async () => {
  const body = { type: 'https://www.twilio.com/docs/errors/21211', title: 'Invalid To', status: 400, code: 21211 };
  const { answer, rest } = await place({ status: 400, body });
  expect(answer.status).toBe(500);
  const { call } = (await rest.get(`/calls/${answer.body.callId}`)).body.data;
  expect(call).toMatchObject({ status: 'FAILED', endedReason: 'INVALID_NUMBER', creditsUsed: 0 });
});

test('a 408 may come from something that had passed the request on, so nothing is known', async () => {
  const { answer, rest } = await place(carrierError(408, 0, 'Request Timeout'));
  expect(answer.body.details).toContain('unknown');
  const { call } = (await rest.get(`/calls/${answer.body.callId}`)).body.data;
  expect(call).toMatchObject({ status: 'INITIATED', creditsUsed: 5 });
});

test('429 without end is a definite refusal', async () => {
  const { answer, rest, dials } = await place(carrierError(429, 20429, 'Too Many Requests'));
  expect(answer.status).toBe(500);
  const { call } = (await rest.get(`/calls/${answer.body.callId}`)).body.data;
  expect(call).toMatchObject({ status: 'FAILED', endedReason: 'PROVIDER_ERROR', creditsUsed: 0 });
  expect(dials()).toBeLessThanOrEqual(5);
});

test.concurrent.each<[string, CarrierReply]>([
  ['a 500', carrierError(500, 20500, 'Internal Server Error')],
  ['a 503 without a body', { status: 503, body: null }],
  ['a redirect', { status: 302, body: null }],
  ['a reset', 'reset'],
  ['a success without a call id', { status: 201, body: { sid: 'garbage' } }],
])('%s leaves the outcome unknown: 500, the hold stays, and nobody is dialled again', async (_name, reply) => {
  const { account, answer, rest, toNumber, dials } = await place(reply);
  expect(answer.status).toBe(500);
  expect(answer.body.details).toMatch(/outcome is unknown.*safe to retry/);
  const { call } = (await rest.get(`/calls/${answer.body.callId}`)).body.data;
  expect(call).toMatchObject({ status: 'INITIATED', endTime: null, callSid: null, creditsUsed: 5 });
  expect(call.events.map(({ type }: { type: string }) => type)).toEqual(['INITIATED', 'OUTCOME_UNKNOWN']);
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 50, reserved: 5, activeCalls: 1 });
  const again = await rest.post('/calls', { toNumber, agentId: account.agentId });
  expect([again.status, again.body.callId]).toEqual([500, call.id]);
  expect(dials()).toBe(1);
});

test('a provider that nothing was sent to has dialled nobody', async () => {
  const gone = await startScriptedCarrier();
  const lonely = await startTestServer({
    databaseUrl: server.databaseUrl,
    environment: { SIMULATOR_URL: gone.url, SIMULATOR_SPEED: '1' },
  });
  try {
    await gone.close();
    const account = await createTestAccount(server.pool, { credits: 50 });
    const rest = restClient(lonely.url, account.key);
    const answer = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
    expect(answer.status).toBe(500);
    expect(answer.body.details).toBe('The telephony provider cannot be reached');
    const { call } = (await rest.get(`/calls/${answer.body.callId}`)).body.data;
    expect(call).toMatchObject({ status: 'FAILED', endedReason: 'PROVIDER_ERROR', creditsUsed: 0 });
    expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 50, reserved: 0 });
  } finally {
    await lonely.stop();
  }
});
