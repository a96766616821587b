import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import {
  callResource,
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
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  twilio = await twilioCaller(server.pool);
});
beforeEach(() => carrier.script(() => null));
afterEach(async () => expect(await ledgerFaults(server.pool)).toEqual({}));
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

async function liveCall() {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const call = { accountId: account.accountId, id: body.data.call.id, sid: body.data.call.callSid };
  return { call, rest, end: async () => (await rest.post(`/calls/${call.id}/end`)).body.data.call };
}

const hangUps = (sid: string) =>
  carrier.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(`/${sid}.json`));
const overAt = 'Mon, 01 Jan 2035 00:01:40 +0000';

test('a call that is still queued is cancelled and costs nothing', async () => {
  const { call, end } = await liveCall();
  expect(await end()).toMatchObject({ status: 'FAILED', endedReason: 'CANCELED', endedBy: 'API', creditsUsed: 0 });
  expect(hangUps(call.sid).map(({ form }) => [...form])).toEqual([[['Status', 'completed']]]);
});

test('a talk is ended and paid for as far as it went', async () => {
  const { call, end } = await liveCall();
  await twilio.post(server, call, 'status', statusFields('in-progress', { at: 10 }));
  carrier.script(({ method }) =>
    method === 'POST'
      ? { status: 200, body: callResource(call.sid, 'completed', { duration: '61', end_time: overAt }) }
      : null,
  );
  expect(await end()).toMatchObject({
    status: 'COMPLETED',
    endedReason: 'ENDED_BY_API',
    endedBy: 'API',
    duration: 61,
    creditsUsed: 2,
    endTime: '2035-01-01T00:01:40.000Z',
  });
});

test('a provider that hangs up but has no duration yet is not taken for one that charges nothing', async () => {
  const { call, rest, end } = await liveCall();
  await twilio.post(server, call, 'status', statusFields('in-progress', { at: 10 }));
  carrier.script(({ method }) =>
    method === 'POST' ? { status: 200, body: callResource(call.sid, 'completed') } : null,
  );
  expect(await end()).toMatchObject({ status: 'ANSWERED', endTime: null, creditsUsed: 5 });
  await twilio.post(server, call, 'status', statusFields('completed', { at: 100, duration: 90 }));
  expect((await rest.get(`/calls/${call.id}`)).body.data.call).toMatchObject({
    status: 'COMPLETED',
    endedReason: 'ENDED_BY_API',
    creditsUsed: 2,
  });
});

test('a call that the provider says is over is settled by what the provider knows of it', async () => {
  const { call, end } = await liveCall();
  carrier.script(({ method }) =>
    method === 'POST'
      ? carrierError(400, 21220, 'Call is not in-progress. Cannot redirect.')
      : { status: 200, body: callResource(call.sid, 'completed', { duration: '30', end_time: overAt }) },
  );
  expect(await end()).toMatchObject({ status: 'COMPLETED', duration: 30, creditsUsed: 1 });
});

test('a call that is over is answered as it is, and the provider is not asked', async () => {
  const { call, rest, end } = await liveCall();
  await twilio.post(server, call, 'status', statusFields('busy', { duration: 0 }));
  const before = (await rest.get(`/calls/${call.id}`)).text;
  expect(await end()).toMatchObject({ status: 'BUSY', endedReason: 'BUSY' });
  expect((await rest.get(`/calls/${call.id}`)).text).toBe(before);
  expect(hangUps(call.sid)).toEqual([]);
});

test('a call whose outcome is unknown is hung up as soon as a callback proves it', async () => {
  carrier.script((request) => (isCreate(request) ? 'reset' : null));
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const call = { accountId: account.accountId, id: body.callId, sid: newSid() };
  const asked = await rest.post(`/calls/${call.id}/end`);
  expect(asked.body.data.call).toMatchObject({ status: 'INITIATED', endTime: null });
  await twilio.post(server, call, 'status', statusFields('ringing', { at: 1 }));
  expect(hangUps(call.sid)).toHaveLength(1);
  expect((await rest.get(`/calls/${call.id}`)).body.data.call).toMatchObject({
    status: 'FAILED',
    endedReason: 'CANCELED',
    endedBy: 'API',
    creditsUsed: 0,
  });
});

test('nobody is spoken to on a call that was to be ended', async () => {
  const { call, end } = await liveCall();
  carrier.script(({ method }) => (method === 'POST' ? carrierError(503, 20503, 'Unavailable') : null));
  expect(await end()).toMatchObject({ status: 'INITIATED', endTime: null });
  const answer = await twilio.post(server, call, 'answer');
  expect(answer.text).toContain('<Hangup');
  expect(answer.text).not.toContain('Hello');
});
