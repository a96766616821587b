import { randomUUID } from 'node:crypto';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** An account with a contact, and the path of the contact's metadata. */
async function contact() {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const call = { toNumber: '+1234567890', agentId: account.agentId, contactData: { company: 'Acme' } };
  const { id } = (await rest.post('/calls', call)).body.data.contact;
  return { ...account, rest, id, path: `/contacts/${id}/metadata` };
}

test('a new contact has no metadata, and its additional data is none', async () => {
  const { rest, id, path } = await contact();
  const { status, body } = await rest.get(path);
  expect(status).toBe(200);
  expect(body).toEqual({
    success: true,
    data: {
      contactId: id,
      phoneNumber: '+1234567890',
      metadata: {},
      createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      updatedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    },
  });
});

test('metadata is merged key by key, and null removes a key', async () => {
  const { rest, path } = await contact();
  const put = async (metadata: object) => {
    const { status, body } = await rest.put(path, { metadata });
    expect(status).toBe(200);
    expect((await rest.get(path)).body).toEqual(body);
    return body.data.metadata;
  };
  const first = { memory: 'Likes mornings.', score: 1, tags: ['a'], deep: { a: 1, b: 2 } };
  expect(await put(first)).toEqual(first);
  expect(await put({ score: 2, deep: { a: 3 } })).toEqual({ ...first, score: 2, deep: { a: 3 } });
  expect(await put({ tags: null, unknown: null, extra: { kept: null } })).toEqual({
    memory: 'Likes mornings.',
    score: 2,
    deep: { a: 3 },
    extra: { kept: null },
  });
  expect(await put({})).toMatchObject({ memory: 'Likes mornings.' });
});

test('a change moves updatedAt and nothing else, and leaves the additional data alone', async () => {
  const { rest, path, agentId } = await contact();
  const before = (await rest.get(path)).body.data;
  const after = (await rest.put(path, { metadata: { a: 1 } })).body.data;
  expect(after).toEqual({ ...before, metadata: { a: 1 }, updatedAt: expect.any(String) });
  expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
  const again = await rest.post('/calls', { toNumber: '+1234567890', agentId });
  expect(again.body.data.contact.additionalData).toEqual({ company: 'Acme' });
  expect((await rest.get(path)).body.data.metadata).toEqual({ a: 1 });
});

test('changes of different keys at once are all kept', async () => {
  const { rest, path } = await contact();
  const keys = Array.from({ length: 10 }, (_, index) => `key${index}`);
  await Promise.all(keys.map((key) => rest.put(path, { metadata: { [key]: 1 } })));
  expect(Object.keys((await rest.get(path)).body.data.metadata).toSorted()).toEqual(keys);
});

const levels = (count: number) => Array.from({ length: count - 1 }).reduce<object>((inner) => ({ inner }), {});

test.each<[string, object, string]>([
  ['missing', {}, 'metadata is required'],
  ['null', { metadata: null }, 'metadata is required'],
  ['a list', { metadata: [] }, 'metadata must be an object'],
  ['a text', { metadata: 'x' }, 'metadata must be an object'],
  ['too deep', { metadata: levels(33) }, 'metadata must not be nested more than 32 levels deep'],
  ['too large', { metadata: { a: 'x'.repeat(65_536) } }, 'metadata must not be larger than 64 kB'],
  ['with U+0000', { metadata: { a: '\u0000' } }, 'metadata must not contain U+0000 or lone surrogates'],
  ['with half a character', { metadata: { '\udc00': 1 } }, 'metadata must not contain U+0000 or lone surrogates'],
])('metadata that is %s is refused and nothing is stored', async (_, request, issue) => {
  const { rest, path } = await contact();
  await rest.put(path, { metadata: { kept: true } });
  const { status, body } = await rest.put(path, request);
  expect(status).toBe(400);
  expect(body).toEqual({ success: false, error: 'Invalid request body', issues: { metadata: [issue] } });
  expect((await rest.get(path)).body.data.metadata).toEqual({ kept: true });
});

test('a number that is too large for JavaScript is refused, not kept as null', async () => {
  const { rest, path } = await contact();
  const { status, body } = await rest.put(path, '{"metadata": {"list": [{"number": -1e400}]}}');
  expect([status, body.issues]).toEqual([400, { metadata: ['metadata must not contain numbers beyond 1.8e308'] }]);
  expect((await rest.put(path, '{"metadata": {"number": 1e308}}')).body.data.metadata).toEqual({ number: 1e308 });
});

test('the id is taken in either case and answered in lower case', async () => {
  const { rest, id } = await contact();
  const path = `/contacts/${id.toUpperCase()}/metadata`;
  expect((await rest.put(path, { metadata: { a: 1 } })).body.data.contactId).toBe(id);
  expect((await rest.get(path)).body.data).toMatchObject({ contactId: id, metadata: { a: 1 } });
});

test('the contact of another account cannot be told from a missing one, and is not changed', async () => {
  const mine = await contact();
  const { rest } = await contact();
  for (const id of [mine.id, randomUUID(), 'nonsense', '%00']) {
    const path = `/contacts/${id}/metadata`;
    for (const answer of [await rest.get(path), await rest.put(path, { metadata: { a: 1 } })]) {
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({ success: false, error: 'Contact not found' });
    }
  }
  expect((await mine.rest.get(mine.path)).body.data.metadata).toEqual({});
});
