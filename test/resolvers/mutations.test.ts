import { randomUUID } from 'node:crypto';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';

let server: TestServer;
let account: TestAccount;
let send: ReturnType<typeof graphqlClient>;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool, { agent: TALKATIVE });
  send = graphqlClient(server.url, account.key);
});
afterAll(() => server.stop());

async function place(toNumber: string): Promise<{ id: string; contact: { id: string } }> {
  const query = `mutation ($input: InitiateCallInput!) {
    initiateCall(input: $input) { ... on InitiateCallSuccess { call { id contact { id } } } }
  }`;
  const { body } = await send(query, { input: { agentId: account.agentId, toNumber } });
  return body.data.initiateCall.call;
}

const END = `mutation ($id: ID!) { endCall(callId: $id) {
  __typename ... on EndCallSuccess { call { id status endedReason endedBy } } ... on Error { code message } } }`;
const REANALYZE = `mutation ($id: ID!) { reanalyzeCall(callId: $id) {
  __typename ... on Error { code message } ... on NothingToAnalyzeError { call { id } } } }`;
const UPDATE = `mutation ($id: ID!, $metadata: JSONObject!) { updateContactMetadata(contactId: $id, metadata: $metadata) {
  __typename ... on UpdateContactMetadataSuccess { contact { id metadata } } ... on Error { code message } } }`;

test('a live call is ended, and ending it again changes nothing', async () => {
  const { id } = await place(randomPhoneNumber());
  const { body } = await send(END, { id });
  expect(body.data.endCall).toMatchObject({ __typename: 'EndCallSuccess', call: { id } });
  const ended = await restClient(server.url, account.key).untilEnded(id);
  expect(['ENDED_BY_API', 'CANCELED']).toContain(ended.endedReason);
  const again = await send(END, { id });
  expect(again.body.data.endCall.call).toEqual({
    id,
    status: ended.status,
    endedReason: ended.endedReason,
    endedBy: ended.endedBy,
  });
});

test('a call without a transcript cannot be analyzed again, and the refusal shows the call', async () => {
  const { id } = await place('+15005550010');
  await restClient(server.url, account.key).untilEnded(id);
  const { body } = await send(REANALYZE, { id });
  expect(body.data.reanalyzeCall).toEqual({
    __typename: 'NothingToAnalyzeError',
    code: 'CONFLICT',
    message: expect.stringContaining('no transcript'),
    call: { id },
  });
});

test('metadata is merged key by key and a null removes a key', async () => {
  const { contact } = await place(randomPhoneNumber());
  const update = async (metadata: object) =>
    (await send(UPDATE, { id: contact.id, metadata })).body.data.updateContactMetadata;
  expect(await update({ memory: 'likes tea', tier: { level: 1 } })).toEqual({
    __typename: 'UpdateContactMetadataSuccess',
    contact: { id: contact.id, metadata: { memory: 'likes tea', tier: { level: 1 } } },
  });
  expect((await update({ tier: { name: 'gold' }, memory: null, absent: null })).contact.metadata).toEqual({
    tier: { name: 'gold' },
  });
});

test('metadata can be a literal, and its keys may be those of any object', async () => {
  const { contact } = await place(randomPhoneNumber());
  const literal = '{ note: "x", deep: { list: [1, { a: null }] }, constructor: "c", toString: 1 }';
  const { body } = await send(`mutation {
    updateContactMetadata(contactId: "${contact.id}", metadata: ${literal}) {
      ... on UpdateContactMetadataSuccess { contact { metadata } }
    }
  }`);
  const metadata = { note: 'x', deep: { list: [1, { a: null }] }, constructor: 'c', toString: 1 };
  expect(body).toEqual({ data: { updateContactMetadata: { contact: { metadata } } } });
  const keys = JSON.parse('{"constructor": null, "__proto__": {"a": 1}, "toString": {"b": 2}, "note": null}');
  const updated = await send(UPDATE, { id: contact.id, metadata: keys });
  expect(JSON.stringify(updated.body.data.updateContactMetadata.contact.metadata)).toBe(
    '{"deep":{"list":[1,{"a":null}]},"toString":{"b":2},"__proto__":{"a":1}}',
  );
});

test.each([
  ['endCall', END, 'Call not found'],
  ['reanalyzeCall', REANALYZE, 'Call not found'],
  ['updateContactMetadata', UPDATE, 'Contact not found'],
])('%s of an id that there is not is data', async (field, query, message) => {
  for (const id of [randomUUID(), 'no-id-at-all']) {
    const { status, body } = await send(query, { id, metadata: {} });
    expect(status).toBe(200);
    expect(body).toEqual({ data: { [field]: { __typename: 'NotFoundError', code: 'NOT_FOUND', message } } });
  }
});
