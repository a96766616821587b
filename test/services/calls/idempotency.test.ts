import { randomUUID } from 'node:crypto';
import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccountOptions } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { carrierError, isCreate, type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';

let carrier: ScriptedCarrier;
let server: TestServer;
let twilio: TwilioCaller;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  twilio = await twilioCaller(server.pool);
});
beforeEach(() => carrier.script(() => null));
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
  await carrier.close();
});

const INITIATE = `mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename
  ... on InitiateCallSuccess { replayed call { id callSid trackingId status startTime answeredTime endTime
    durationSeconds creditsUsed creditsReserved endedReason endedBy createdAt updatedAt }
    contact { id additionalData } campaign { id name status } }
  ... on Error { code } } }`;

async function caller(options: TestAccountOptions = {}) {
  const account = await createTestAccount(server.pool, options);
  const rest = restClient(server.url, account.key);
  const query = graphqlClient(server.url, account.key);
  const body = { toNumber: randomPhoneNumber(), agentId: account.agentId, contactName: 'Ann' };
  return {
    account,
    rest,
    body,
    post: (key: string, input: object = body) => rest.post('/calls', input, { 'Idempotency-Key': key }),
    mutate: async (idempotencyKey: string, input: object = body) => {
      const answer = await query(INITIATE, { input: { ...input, idempotencyKey } });
      return answer.body.data.initiateCall;
    },
    dials: () => carrier.creates().filter(({ form }) => form.get('From') === account.fromNumber).length,
  };
}

test('a repeat is answered byte for byte, even after the call ended and the contact changed, and dials nobody', async () => {
  const { account, rest, body, post, dials } = await caller();
  const input = { ...body, contactData: { b: 1, a: { z: [1, 2], y: null } } };
  const first = await post('key', input);
  expect(first.status).toBe(200);
  expect(first.headers.get('Idempotent-Replayed')).toBeNull();
  const same = async () => {
    const repeat = await post('key', input);
    expect([repeat.status, repeat.text]).toEqual([200, first.text]);
    expect(repeat.headers.get('Idempotent-Replayed')).toBe('true');
  };
  await same();
  const { id, callSid: sid } = first.body.data.call;
  const call = { accountId: account.accountId, id, sid };
  await twilio.post(server, call, 'status', statusFields('completed', { at: 99, duration: 70 }));
  await same();
  await rest.post('/calls', { ...body, contactName: 'Beth', contactData: { b: 2, c: 3 } });
  await rest.put(`/contacts/${first.body.data.contact.id}/metadata`, { metadata: { memory: 'new' } });
  await same();
  expect(dials()).toBe(2);
});

test('over GraphQL a repeat has the same data and says that it is one', async () => {
  const { account, mutate, dials } = await caller();
  const first = await mutate('key');
  expect(first).toMatchObject({ __typename: 'InitiateCallSuccess', replayed: false });
  const call = { accountId: account.accountId, id: first.call.id, sid: first.call.callSid };
  await twilio.post(server, call, 'status', statusFields('completed', { at: 99, duration: 70 }));
  expect(await mutate('key')).toEqual({ ...first, replayed: true });
  expect(dials()).toBe(1);
});

test('both doors share their keys, in either order', async () => {
  const { body, post, mutate, dials } = await caller();
  const rest = await post('one');
  expect((await mutate('one')).call.id).toBe(rest.body.data.call.id);
  const graphql = await mutate('two');
  const repeat = await post('two');
  expect([repeat.body.data.call.id, repeat.headers.get('Idempotent-Replayed')]).toEqual([graphql.call.id, 'true']);
  expect((await mutate('one', { ...body, contactName: 'Eve' })).code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect(dials()).toBe(2);
});

test.each<[string, object]>([
  ['number', { toNumber: '+14155550000' }],
  ['name', { contactName: 'Eve' }],
  ['data', { contactData: { a: 1 } }],
  ['caller id', { fromNumberId: 'own' }],
])('the same key with another %s is 422 and dials nobody', async (_name, change) => {
  const { account, body, post, dials } = await caller();
  await post('key');
  const other = 'fromNumberId' in change ? { fromNumberId: account.fromNumberId } : change;
  const { status, body: answer } = await post('key', { ...body, ...other });
  expect(status).toBe(422);
  expect(answer).toEqual({ success: false, error: 'Idempotency key reused with a different request' });
  expect(dials()).toBe(1);
});

test('what means the same is the same: order of members, case of ids, null, empty, unknown members', async () => {
  const { account, body, post, dials } = await caller();
  const first = await post('key', { ...body, contactData: { a: 1, b: { c: 2, d: 3 } } });
  const same = {
    unknown: true,
    fromNumberId: '',
    contactData: { b: { d: 3, c: 2 }, a: 1 },
    contactName: body.contactName,
    agentId: account.agentId.toUpperCase(),
    toNumber: body.toNumber,
  };
  const repeat = await post('key', same);
  expect([repeat.status, repeat.text]).toEqual([200, first.text]);
  expect(dials()).toBe(1);
});

test('the order of a list is part of the input', async () => {
  const { body, post } = await caller();
  await post('key', { ...body, contactData: { list: [1, 2] } });
  expect((await post('key', { ...body, contactData: { list: [2, 1] } })).status).toBe(422);
});

test('a key is the same bare and quoted', async () => {
  const { post, dials } = await caller();
  const first = await post('same-key');
  expect((await post('"same-key"')).text).toBe(first.text);
  expect(dials()).toBe(1);
});

test.each(['x'.repeat(256), 'two words', 'umlaut-ü', 'tab\there'])('the key %j is 400', async (key) => {
  const { post, dials } = await caller();
  const { status, body } = await post(key);
  expect(status).toBe(400);
  expect(body).toMatchObject({ success: false, error: 'Invalid request body', issues: expect.any(Object) });
  expect(dials()).toBe(0);
});

test('a key may have 255 characters', async () => {
  const { post, dials } = await caller();
  const key = `${randomUUID()}${'~'.repeat(219)}`;
  expect([(await post(key)).status, (await post(key)).status]).toEqual([200, 200]);
  expect(dials()).toBe(1);
});

test("another account's same key is its own", async () => {
  const [one, other] = [await caller(), await caller()];
  const answers = [await one.post('key'), await other.post('key')];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[1]?.body.data.call.id).not.toBe(answers[0]?.body.data.call.id);
  expect([one.dials(), other.dials()]).toEqual([1, 1]);
});

test('refusals are not remembered: the same key succeeds once the reason is gone', async () => {
  const { account, body, post, rest, dials } = await caller({ credits: 5, concurrentCalls: 1 });
  expect((await post('agent', { ...body, agentId: randomUUID() })).status).toBe(404);
  carrier.script((request) => (isCreate(request) ? carrierError(400, 21217, 'No.') : null));
  expect((await post('agent')).status).toBe(500);
  carrier.script(() => null);
  const placed = await post('agent');
  expect(placed.status).toBe(200);
  expect((await post('credits')).status).toBe(402);
  await rest.post(`/calls/${placed.body.data.call.id}/end`);
  expect((await post('credits')).status).toBe(200);
  expect(dials()).toBe(3);
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 5, reserved: 5, activeCalls: 1 });
});

test('a key is forgotten after 24 hours', async () => {
  const { account, post, dials } = await caller();
  const first = await post('key');
  const age = (hours: number) =>
    server.pool.query(
      'update idempotency_keys set created_at = now() - make_interval(hours => $2) where account_id = $1',
      [account.accountId, hours],
    );
  await age(23);
  expect((await post('key')).text).toBe(first.text);
  await age(25);
  const second = await post('key');
  expect(second.body.data.call.id).not.toBe(first.body.data.call.id);
  expect((await post('key')).text).toBe(second.text);
  expect(dials()).toBe(2);
});
