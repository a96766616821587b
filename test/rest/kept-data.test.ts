import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const TOO_MUCH = {
  success: false,
  error: 'Invalid request body',
  issues: {
    contactData: ['contactData must not be larger than 64 kB together with what is kept about the contact already'],
  },
};

/** An account that calls one person, or whom it is told to call. */
async function caller() {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const toNumber = randomPhoneNumber();
  const call = (contactData?: object, more: object = {}) =>
    rest.post('/calls', { toNumber, agentId: account.agentId, contactData, ...more });
  return { ...account, rest, toNumber, call };
}

const text = (bytes: number) => 'x'.repeat(bytes);

test('calls add to what is kept about a person until there is no room, and a call that finds none is not placed', async () => {
  const { call, key, rest } = await caller();
  for (const data of [{ a: text(30_000) }, { b: text(30_000) }]) {
    const { status, body } = await call(data);
    expect(status).toBe(200);
    await rest.untilEnded(body.data.call.id);
  }
  const before = await tally(server.url, key);
  const { status, body } = await call({ c: text(30_000) });
  expect([status, body]).toEqual([400, TOO_MUCH]);
  expect(await tally(server.url, key)).toEqual(before);
});

test('a person about whom much is kept can still be called: without data, with little, and with other data of the same name', async () => {
  const { call } = await caller();
  await call({ a: text(30_000), b: text(34_000) });
  expect((await call()).status).toBe(200);
  expect((await call({ little: 1 })).status).toBe(200);
  expect((await call({ a: text(30_000) })).status).toBe(200);
  expect((await call({ a: text(40_000) })).body).toEqual(TOO_MUCH);
  expect((await call({ c: 1 }, { toNumber: randomPhoneNumber() })).status).toBe(200);
});

test('GraphQL says so too, and the call is no result', async () => {
  const { agentId, key, toNumber, call } = await caller();
  await call({ a: text(60_000) });
  const query = 'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }';
  const input = { toNumber, agentId, contactData: { b: text(60_000) } };
  const { body } = await graphqlClient(server.url, key)(query, { input });
  expect(body.data).toBeNull();
  expect(body.errors).toEqual([
    expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', issues: TOO_MUCH.issues } }),
  ]);
});

test('calls of one moment share the room that there is, and do no harm to calls to others', async () => {
  const { call, key } = await caller();
  const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => call({ [`k${index}`]: text(20_000) })));
  const others = await Promise.all(Array.from({ length: 4 }, () => call({ a: 1 }, { toNumber: randomPhoneNumber() })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 400, 400, 400, 400, 400]);
  expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const { contact } = answers.find(({ status }) => status === 200)?.body.data ?? {};
  const read = await graphqlClient(server.url, key)(
    'query ($id: ID!) { contact(id: $id) { additionalData } }',
    contact,
  );
  expect(Object.keys(read.body.data.contact.additionalData)).toHaveLength(3);
});

test('a repeat with the same key gets its call, however full it is by now', async () => {
  const { call, rest, toNumber, agentId } = await caller();
  const first = { toNumber, agentId, contactData: { a: text(40_000) } };
  const headers = { 'Idempotency-Key': 'one' };
  const placed = await rest.post('/calls', first, headers);
  await call({ a: 1, b: text(60_000) });
  const again = await rest.post('/calls', first, headers);
  expect([again.status, again.text]).toEqual([200, placed.text]);
});

test('metadata has room for 64 kB, whatever it is put together from', async () => {
  const { call, rest } = await caller();
  const { id } = (await call()).body.data.contact;
  const put = (metadata: object) => rest.put(`/contacts/${id}/metadata`, { metadata });
  expect((await put({ a: text(40_000) })).status).toBe(200);
  const { status, body } = await put({ b: text(40_000) });
  expect(status).toBe(400);
  expect(body.issues).toEqual({
    metadata: ['metadata must not be larger than 64 kB together with what is kept already'],
  });
  expect(Object.keys((await rest.get(`/contacts/${id}/metadata`)).body.data.metadata)).toEqual(['a']);
  expect((await put({ a: null, b: text(40_000) })).body.data.metadata).toEqual({ b: text(40_000) });
});
