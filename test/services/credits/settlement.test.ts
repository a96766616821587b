import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { entriesOfCall, ledgerFaults, ledgerOf } from '../../support/ledger';
import { type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';

let carrier: ScriptedCarrier;
let server: TestServer;
let other: TestServer;
let twilio: TwilioCaller;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' };
  server = await startTestServer({ environment });
  other = await startTestServer({ environment, databaseUrl: server.databaseUrl });
  twilio = await twilioCaller(server.pool);
});
afterEach(async () => expect(await ledgerFaults(server.pool)).toEqual({}));
afterAll(async () => {
  await other.stop();
  await server.stop();
  await carrier.close();
});

/** A live call of an agent that holds 10 credits: five minutes at 2. */
async function liveCall() {
  const account = await createTestAccount(server.pool, { credits: 100, agent: { creditsPerMinute: 2 } });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const { id, callSid: sid } = body.data.call;
  return { account, rest, call: { accountId: account.accountId, id, sid } };
}

const credits = async (rest: ReturnType<typeof restClient>) => (await rest.get('/account')).body.data.account.credits;

test.each([
  [0, 0, ['HOLD 10', 'RELEASE 10']],
  [1, 2, ['HOLD 10', 'SETTLE 2', 'RELEASE 8']],
  [60, 2, ['HOLD 10', 'SETTLE 2', 'RELEASE 8']],
  [61, 4, ['HOLD 10', 'SETTLE 4', 'RELEASE 6']],
  [299, 10, ['HOLD 10', 'SETTLE 10']],
  [300, 10, ['HOLD 10', 'SETTLE 10']],
  [3000, 10, ['HOLD 10', 'SETTLE 10']],
])('a call that talked %i s costs %i and leaves %j', async (duration, charge, entries) => {
  const { rest, call } = await liveCall();
  expect(await credits(rest)).toEqual({ balance: 100, reserved: 10, available: 90, used: 0 });
  await twilio.post(server, call, 'status', statusFields('completed', { at: 10 + duration, duration }));
  expect((await rest.get(`/calls/${call.id}`)).body.data.call).toMatchObject({
    status: 'COMPLETED',
    duration,
    creditsReserved: 10,
    creditsUsed: charge,
    endedReason: duration >= 300 ? 'TIME_LIMIT' : 'INTERNAL_ERROR',
  });
  expect(await entriesOfCall(server.pool, call.id)).toEqual(entries);
  expect(await credits(rest)).toEqual({ balance: 100 - charge, reserved: 0, available: 100 - charge, used: charge });
});

test.each(['busy', 'no-answer', 'failed', 'canceled'])(
  'a call that ends %s gives its whole hold back',
  async (status) => {
    const { rest, call } = await liveCall();
    await twilio.post(server, call, 'status', statusFields(status, { duration: 0 }));
    const { creditsUsed, creditsReserved } = (await rest.get(`/calls/${call.id}`)).body.data.call;
    expect({ creditsUsed, creditsReserved }).toEqual({ creditsUsed: 0, creditsReserved: 10 });
    expect(await entriesOfCall(server.pool, call.id)).toEqual(['HOLD 10', 'RELEASE 10']);
  },
);

test('a call that costs nothing holds nothing and settles nothing', async () => {
  const account = await createTestAccount(server.pool, { credits: 0, agent: { creditsPerMinute: 0 } });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const call = { accountId: account.accountId, id: body.data.call.id, sid: body.data.call.callSid };
  await twilio.post(server, call, 'status', statusFields('completed', { at: 99, duration: 61 }));
  expect(await entriesOfCall(server.pool, call.id)).toEqual(['HOLD 0', 'RELEASE 0']);
});

test('terminal callbacks that come again change nothing, whatever they now say', async () => {
  const { rest, call, account } = await liveCall();
  await twilio.post(server, call, 'status', statusFields('completed', { at: 70, duration: 61 }));
  const ended = (await rest.get(`/calls/${call.id}`)).text;
  for (const [word, duration] of [
    ['completed', 61],
    ['completed', 299],
    ['busy', 0],
    ['failed', 0],
  ] as const) {
    expect((await twilio.post(other, call, 'status', statusFields(word, { at: 90, duration }))).status).toBe(204);
  }
  expect((await rest.get(`/calls/${call.id}`)).text).toBe(ended);
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 96, reserved: 0, activeCalls: 0 });
});

test('twenty identical terminal callbacks at once to two servers settle once', async () => {
  const { rest, call, account } = await liveCall();
  const fields = statusFields('completed', { at: 70, duration: 61 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => twilio.post(index % 2 ? server : other, call, 'status', fields)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(204));
  expect(await entriesOfCall(server.pool, call.id)).toEqual(['HOLD 10', 'SETTLE 4', 'RELEASE 6']);
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 96, reserved: 0, activeCalls: 0 });
  const { events } = (await rest.get(`/calls/${call.id}`)).body.data.call;
  const types = events.map(({ type }: { type: string }) => type);
  expect(types).toEqual(['INITIATED', 'DIALED', 'ENDED', 'SETTLED']);
  const usage = await server.pool.query('select calls, minutes, credits_used from usage_days where account_id = $1', [
    account.accountId,
  ]);
  expect(usage.rows).toEqual([{ calls: 1, minutes: 2, credits_used: '4' }]);
});

test('different terminal callbacks at once settle once, and status and money agree', async () => {
  const { rest, call } = await liveCall();
  await Promise.all([
    twilio.post(server, call, 'status', statusFields('completed', { at: 70, duration: 61 })),
    twilio.post(other, call, 'status', statusFields('busy', { at: 5, duration: 0 })),
    twilio.post(server, call, 'status', statusFields('failed', { at: 5, duration: 0 })),
  ]);
  const { status, creditsUsed } = (await rest.get(`/calls/${call.id}`)).body.data.call;
  expect(creditsUsed).toBe(status === 'COMPLETED' ? 4 : 0);
});
