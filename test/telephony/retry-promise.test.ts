import { setTimeout as sleep } from 'node:timers/promises';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import { isCreate, newSid, type ScriptedCarrier, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../support/twilio-caller';

/** Whoever was told that the outcome is unknown and that a retry is safe gets that very call by retrying. */
let carrier: ScriptedCarrier;
let server: TestServer;
let twilio: TwilioCaller;
let account: TestAccount;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  twilio = await twilioCaller(server.pool);
  account = await createTestAccount(server.pool);
  carrier.script((request) => (isCreate(request) ? 'reset' : null));
});
afterEach(async () => expect(await ledgerFaults(server.pool)).toEqual({}));
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

const place = (toNumber: string, key?: string) =>
  restClient(server.url, account.key).post(
    '/calls',
    { toNumber, agentId: account.agentId },
    key ? { 'Idempotency-Key': key } : {},
  );

const dials = (toNumber: string) => carrier.creates().filter(({ form }) => form.get('To') === toNumber).length;

/** A call whose request was answered with "unknown", and which then turned out to be dialled. */
async function provenAfterwards(toNumber: string) {
  const { status, body } = await place(toNumber);
  expect(status).toBe(500);
  const call = { accountId: account.accountId, id: body.callId as string, sid: newSid() };
  await twilio.post(server, call, 'status', statusFields('ringing', { at: 1 }));
  return call;
}

test('a retry after the call was proven gets that call, and the next request a new one', async () => {
  const toNumber = randomPhoneNumber();
  const call = await provenAfterwards(toNumber);
  const retry = await place(toNumber);
  expect(retry.status).toBe(200);
  expect(retry.headers.get('Idempotent-Replayed')).toBe('true');
  expect(retry.body.data.call).toMatchObject({ id: call.id, callSid: call.sid, status: 'INITIATED' });
  expect(dials(toNumber)).toBe(1);
  const next = await place(toNumber);
  expect(next.body.callId).not.toBe(call.id);
  expect(dials(toNumber)).toBe(2);
});

test('a retry after the call has ended gets that call too', async () => {
  const toNumber = randomPhoneNumber();
  const call = await provenAfterwards(toNumber);
  await twilio.post(server, call, 'status', statusFields('completed', { at: 40, duration: 30 }));
  const retry = await place(toNumber);
  expect([retry.status, retry.body.data.call.id]).toEqual([200, call.id]);
  expect(dials(toNumber)).toBe(1);
});

test('an idempotency key that came with a retry stands for the call from then on', async () => {
  const toNumber = randomPhoneNumber();
  expect((await place(toNumber)).status).toBe(500);
  const retry = place(toNumber, 'retry-1');
  await sleep(300);
  const create = carrier.creates().find(({ form }) => form.get('To') === toNumber);
  const id = create?.form.get('Url')?.split('/').at(-2) ?? '';
  await twilio.post(
    server,
    { accountId: account.accountId, id, sid: newSid() },
    'status',
    statusFields('ringing', { at: 1 }),
  );
  const first = await retry;
  const second = await place(toNumber, 'retry-1');
  expect([first.status, second.status, second.text]).toEqual([200, 200, first.text]);
  expect(dials(toNumber)).toBe(1);
});
