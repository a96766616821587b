import { setTimeout as sleep } from 'node:timers/promises';
import { type Simulator, startSimulator } from '../../src/simulator';
import { restClient } from '../support/client';
import { carriedCalls } from '../support/dialled';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';
import { tally } from '../support/tally';
import { until } from '../support/until';

/** Slow enough that a phone rings for seconds. */
const SPEED = 5;
/** The carrier counts whole seconds, so a talk has to last for some before it costs anything. */
const VIRTUAL_SECOND_MS = 1000 / SPEED;
const RINGS_OUT = '+15005550011';

let simulator: Simulator;
let server: TestServer;
beforeAll(async () => {
  simulator = await startSimulator({ speed: SPEED });
  server = await startTestServer({ environment: { SIMULATOR_URL: simulator.url, SIMULATOR_SPEED: String(SPEED) } });
});
afterAll(async () => {
  await server.stop();
  await simulator.close();
});

/** Places a call of a talkative agent, and waits until it has this status. */
async function callThatIs(status: string, toNumber: string) {
  const account = await createTestAccount(server.pool, { agent: TALKATIVE });
  const rest = restClient(server.url, account.key);
  const { call } = (await rest.post('/calls', { toNumber, agentId: account.agentId })).body.data;
  const isThere = async () => (await rest.get(`/calls/${call.id}`)).body.data.call.status === status;
  await until(isThere, `a call that is ${status}`);
  return { account, rest, id: call.id as string };
}

test('a call that talks is ended, and what was talked is charged', async () => {
  const { account, rest, id } = await callThatIs('ANSWERED', '+1234567890');
  await sleep(2 * VIRTUAL_SECOND_MS);
  const { status, body } = await rest.post(`/calls/${id}/end`);
  expect(status).toBe(200);
  expect(body.data.call.id).toBe(id);
  const call = await rest.untilEnded(id);
  expect(call).toMatchObject({ status: 'COMPLETED', endedReason: 'ENDED_BY_API', endedBy: 'API' });
  expect(Object.keys(body.data.call)).toEqual(Object.keys(call));
  expect(call.duration).toBeGreaterThan(0);
  const charged = Math.ceil(call.duration / 60);
  expect(call).toMatchObject({ creditsReserved: 30, creditsUsed: charged });
  expect(await tally(server.url, account.key)).toMatchObject({
    credits: { balance: 1000 - charged, reserved: 0, available: 1000 - charged, used: charged },
    activeCalls: 0,
  });
});

test('a call that rings is canceled and costs nothing', async () => {
  const { account, rest, id } = await callThatIs('RINGING', RINGS_OUT);
  expect((await rest.post(`/calls/${id}/end`)).status).toBe(200);
  const call = await rest.untilEnded(id);
  expect(call).toMatchObject({
    status: 'FAILED',
    endedReason: 'CANCELED',
    endedBy: 'API',
    duration: 0,
    answeredTime: null,
    creditsReserved: 30,
    creditsUsed: 0,
  });
  const { credits, activeCalls } = await tally(server.url, account.key);
  expect([credits.reserved, credits.used, activeCalls]).toEqual([0, 0, 0]);
  const numbers = { from: account.fromNumber, to: RINGS_OUT };
  const [carried] = await carriedCalls(server.url, numbers, simulator.url);
  expect(carried?.status).toBe('canceled');
});

test('a call that was only just accepted is canceled before it rings', async () => {
  const account = await createTestAccount(server.pool, { agent: TALKATIVE });
  const rest = restClient(server.url, account.key);
  const { call } = (await rest.post('/calls', { toNumber: RINGS_OUT, agentId: account.agentId })).body.data;
  expect((await rest.post(`/calls/${call.id}/end`)).status).toBe(200);
  expect(await rest.untilEnded(call.id)).toMatchObject({ status: 'FAILED', endedReason: 'CANCELED', creditsUsed: 0 });
});

test('a call can be ended by its callSid and its trackingId, and by several at once', async () => {
  const { rest, id } = await callThatIs('RINGING', RINGS_OUT);
  const { callSid, trackingId } = (await rest.get(`/calls/${id}`)).body.data.call;
  const names = [id, callSid, trackingId.toUpperCase()];
  const answers = await Promise.all(names.map((name) => rest.post(`/calls/${name}/end`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  for (const { body } of answers) expect(body.data.call.id).toBe(id);
  expect((await rest.untilEnded(id)).endedReason).toBe('CANCELED');
});

test('to end a call that is over changes nothing and answers the call', async () => {
  const { account, rest, id } = await callThatIs('RINGING', RINGS_OUT);
  await rest.post(`/calls/${id}/end`);
  const call = await rest.untilEnded(id);
  const before = await tally(server.url, account.key);
  const again = await rest.post(`/calls/${id}/end`);
  expect(again.status).toBe(200);
  expect(again.body).toEqual({ success: true, data: { call } });
  expect((await rest.get(`/calls/${id}`)).body.data.call).toEqual(call);
  expect(await tally(server.url, account.key)).toEqual(before);
});
