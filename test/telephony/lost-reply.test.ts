import { setTimeout as sleep } from 'node:timers/promises';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import {
  type CarrierReply,
  carrierError,
  isCreate,
  newSid,
  type ScriptedCarrier,
  startScriptedCarrier,
} from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../support/twilio-caller';

let carrier: ScriptedCarrier;
let server: TestServer;
let twilio: TwilioCaller;
let account: TestAccount;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  twilio = await twilioCaller(server.pool);
  account = await createTestAccount(server.pool);
});
afterEach(async () => expect(await ledgerFaults(server.pool)).toEqual({}));
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

const place = (toNumber: string) =>
  restClient(server.url, account.key).post('/calls', { toNumber, agentId: account.agentId });

/** The call's path as the carrier was told it, and a call id that the carrier gave it. */
async function dialled(toNumber: string) {
  for (;;) {
    const create = carrier.creates().find(({ form }) => form.get('To') === toNumber);
    const id = create?.form.get('Url')?.split('/').at(-2);
    if (id) return { accountId: account.accountId, id, sid: newSid() };
    await sleep(10);
  }
}

const view = async (id: string) => (await restClient(server.url, account.key).get(`/calls/${id}`)).body.data.call;
const typesOf = (call: { events: Array<{ type: string }> }) => call.events.map(({ type }) => type);

test('a callback proves a call whose create failed: 200, and nothing is said of the failure', async () => {
  carrier.script((request) => (isCreate(request) ? carrierError(500, 20500, 'Oops') : null));
  const toNumber = randomPhoneNumber();
  const answer = place(toNumber);
  const call = await dialled(toNumber);
  // The callback comes only once the failure is stored.
  while (!typesOf(await view(call.id)).includes('OUTCOME_UNKNOWN')) await new Promise(setImmediate);
  await twilio.post(server, call, 'status', statusFields('ringing', { at: 1 }));
  const { status, body } = await answer;
  expect(status).toBe(200);
  expect(body.data.call).toMatchObject({ id: call.id, callSid: call.sid, status: 'INITIATED' });
  await twilio.post(server, call, 'status', statusFields('completed', { at: 60, duration: 30 }));
  const ended = await view(call.id);
  expect(typesOf(ended)).toEqual(['INITIATED', 'OUTCOME_UNKNOWN', 'RECONCILED', 'RINGING', 'ENDED', 'SETTLED']);
  const explanation = 'The server could not conduct the call, or not to its end.';
  expect(ended).toMatchObject({ status: 'COMPLETED', creditsUsed: 1, explanation });
});

test('a callback that is quicker than the failure leaves no doubt on the timeline', async () => {
  let fail: (reply: CarrierReply) => void = () => undefined;
  const failure = new Promise<CarrierReply>((resolve) => {
    fail = resolve;
  });
  carrier.script((request) => (isCreate(request) ? failure : null));
  const toNumber = randomPhoneNumber();
  const answer = place(toNumber);
  const call = await dialled(toNumber);
  await twilio.post(server, call, 'status', statusFields('initiated', { at: 1 }));
  fail(carrierError(500, 20500, 'Oops'));
  const { status, body } = await answer;
  expect([status, body.data.call.callSid]).toEqual([200, call.sid]);
  const known = await view(call.id);
  expect(typesOf(known)).toEqual(['INITIATED', 'DIALED']);
  expect(known.explanation).toBeNull();
});

test('a reply that takes long is not waited for once a callback proves the call', async () => {
  carrier.script((request) => (isCreate(request) ? 'silence' : null));
  const toNumber = randomPhoneNumber();
  const began = Date.now();
  const answer = place(toNumber);
  const call = await dialled(toNumber);
  await twilio.post(server, call, 'status', statusFields('initiated', { at: 1 }));
  const { status, body } = await answer;
  expect([status, body.data.call.id, body.data.call.callSid]).toEqual([200, call.id, call.sid]);
  expect(Date.now() - began).toBeLessThan(6000);
});

test('while it is unknown, a repeat gets this very call, and its answer once it is known to ring', async () => {
  carrier.script((request) => (isCreate(request) ? 'reset' : null));
  const toNumber = randomPhoneNumber();
  const first = await place(toNumber);
  expect(first.status).toBe(500);
  const repeat = place(toNumber);
  // Long enough for the repeat to be waiting for proof, and far shorter than it waits.
  await sleep(500);
  const call = await dialled(toNumber);
  expect(first.body.callId).toBe(call.id);
  await twilio.post(server, call, 'status', statusFields('ringing', { at: 1 }));
  const { status, body } = await repeat;
  expect(status).toBe(200);
  expect(body.data.call).toMatchObject({ id: call.id, callSid: call.sid, status: 'INITIATED' });
  expect(carrier.creates().filter(({ form }) => form.get('To') === toNumber)).toHaveLength(1);
});

test('the fence stands between this account, this number and this caller id only', async () => {
  const toNumber = randomPhoneNumber();
  carrier.script((request) => (isCreate(request) && request.form.get('To') === toNumber ? 'reset' : null));
  expect((await place(toNumber)).status).toBe(500);
  carrier.script(() => null);
  const stranger = await createTestAccount(server.pool);
  const placed = await Promise.all([
    place(randomPhoneNumber()),
    restClient(server.url, stranger.key).post('/calls', { toNumber, agentId: stranger.agentId }),
  ]);
  expect(placed.map(({ status }) => status)).toEqual([200, 200]);
});
