import { setTimeout as sleep } from 'node:timers/promises';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import {
  callResource,
  carrierError,
  isCreate,
  type ScriptedCarrier,
  startScriptedCarrier,
} from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { statusFields, twilioCaller } from '../support/twilio-caller';

let carrier: ScriptedCarrier;
let servers: [TestServer, TestServer];
let account: TestAccount;
let rest: ReturnType<typeof restClient>;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' };
  const first = await startTestServer({ environment });
  servers = [first, await startTestServer({ environment, databaseUrl: first.databaseUrl })];
});
beforeEach(async () => {
  carrier.script(() => null);
  account = await createTestAccount(servers[0].pool);
  rest = restClient(servers[0].url, account.key);
});
afterEach(async () => expect(await ledgerFaults(servers[0].pool)).toEqual({}));
afterAll(async () => {
  await servers[1].stop();
  await servers[0].stop();
  await carrier.close();
});

async function liveCall() {
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  return { accountId: account.accountId, id: body.data.call.id, sid: body.data.call.callSid };
}

/** Lets the time pass that the account's live calls may be quiet. */
const beQuiet = () =>
  servers[0].pool.query('update calls set check_at = now() where account_id = $1 and end_time is null', [
    account.accountId,
  ]);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not happen');
    await sleep(20);
  }
}

const asked = (sid: string, method: string) =>
  carrier.requests.filter((request) => request.method === method && request.path.endsWith(`/${sid}.json`)).length;
const view = async (id: string) => (await rest.get(`/calls/${id}`)).body.data.call;
const endOf = (call: { events: Array<{ type: string; detail: unknown }> }) =>
  call.events.find(({ type }) => type === 'ENDED')?.detail;
const END = { duration: '61', end_time: 'Mon, 01 Jan 2035 00:01:40 +0000' };

test('a quiet call is settled by what the provider knows of it', async () => {
  const call = await liveCall();
  carrier.script(() => ({ status: 200, body: callResource(call.sid, 'completed', END) }));
  await beQuiet();
  const ended = await rest.untilEnded(call.id);
  expect(ended).toMatchObject({ status: 'COMPLETED', duration: 61, creditsUsed: 2 });
  expect(endOf(ended)).toEqual({ outcome: 'completed', askedBy: 'call-manager:sweep' });
});

test('the provider’s word and a late callback agree and settle once', async () => {
  const call = await liveCall();
  carrier.script(() => ({ status: 200, body: callResource(call.sid, 'completed', END) }));
  await beQuiet();
  const swept = await rest.untilEnded(call.id);
  const twilio = await twilioCaller(servers[0].pool);
  await twilio.post(servers[0], call, 'status', statusFields('completed', { at: 100, duration: 61 }));
  expect(await view(call.id)).toEqual(swept);
});

test('a quiet call that still rings goes on, and is known to ring', async () => {
  const call = await liveCall();
  await beQuiet();
  await until(async () => (await view(call.id)).status === 'RINGING');
  expect(await view(call.id)).toMatchObject({ endTime: null, creditsUsed: 5 });
});

test('a provider that does not answer ends no call', async () => {
  const call = await liveCall();
  for (const reply of [carrierError(500, 20500, 'Oops'), 'reset' as const]) {
    const before = asked(call.sid, 'GET');
    carrier.script(() => reply);
    await beQuiet();
    await until(() => asked(call.sid, 'GET') > before);
    expect(await view(call.id)).toMatchObject({ status: 'INITIATED', endTime: null, creditsUsed: 5 });
  }
});

test('a call that must be over and of which the provider never tells is given up, and its hold released', async () => {
  const call = await liveCall();
  carrier.script(() => carrierError(401, 20003, 'Authenticate'));
  await servers[0].pool.query(`update calls set start_time = start_time - interval '2 days' where id = $1`, [call.id]);
  await beQuiet();
  const ended = await rest.untilEnded(call.id);
  expect(ended).toMatchObject({ endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0, callSid: call.sid });
  expect(endOf(ended)).toEqual({ reason: 'OUTCOME_UNKNOWN', how: 'question' });
  expect(ended.explanation).toMatch(/^The provider placed the call, but did not say in time what became of it/);
});

test('a call that the provider does not know is given up, and its hold released', async () => {
  const call = await liveCall();
  carrier.script(() => carrierError(404, 20404, 'Not found'));
  await beQuiet();
  expect(await rest.untilEnded(call.id)).toMatchObject({
    status: 'FAILED',
    endedReason: 'OUTCOME_UNKNOWN',
    creditsUsed: 0,
  });
});

test('a hang-up that the provider missed is asked for again', async () => {
  const call = await liveCall();
  carrier.script(() => carrierError(503, 20503, 'Unavailable'));
  await rest.post(`/calls/${call.id}/end`);
  expect(asked(call.sid, 'POST')).toBe(1);
  carrier.script(() => null);
  await beQuiet();
  expect(await rest.untilEnded(call.id)).toMatchObject({ endedReason: 'CANCELED', endedBy: 'API', creditsUsed: 0 });
  expect(asked(call.sid, 'POST')).toBe(2);
});

test('a call that lost its server before its dial was stored is doubted first and given up later', async () => {
  carrier.script((request) => (isCreate(request) ? 'reset' : null));
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const id = body.callId;
  await servers[0].pool.query(`update calls set dial = 'PENDING' where id = $1`, [id]);
  await beQuiet();
  const dial = async () => (await servers[0].pool.query('select dial from calls where id = $1', [id])).rows[0].dial;
  await until(async () => (await dial()) === 'UNKNOWN');
  expect(await view(id)).toMatchObject({ status: 'INITIATED', creditsUsed: 5 });
  await beQuiet();
  expect(await rest.untilEnded(id)).toMatchObject({ status: 'FAILED', endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0 });
});

test('two servers share the work: every quiet call is asked about once', async () => {
  const calls = await Promise.all(Array.from({ length: 45 }, liveCall));
  await beQuiet();
  await until(async () => {
    const views = await Promise.all(calls.map(({ id }) => view(id)));
    return views.every(({ status }) => status === 'RINGING');
  });
  expect(calls.map(({ sid }) => asked(sid, 'GET'))).toEqual(Array(45).fill(1));
});
