import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';

const PERSON = '+1234567890';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function place({ key, agentId }: TestAccount, members: object = {}) {
  const { status, body } = await restClient(server.url, key).post('/calls', { toNumber: PERSON, agentId, ...members });
  expect(status).toBe(200);
  return body.data;
}

test('the contact of a number is made by its first call and used again by the next', async () => {
  const account = await createTestAccount(server.pool);
  const first = await place(account);
  const second = await place(account);
  const other = await place(account, { toNumber: '+1234567891' });
  expect(second.contact.id).toBe(first.contact.id);
  expect(second.call.contactId).toBe(first.contact.id);
  expect(other.contact.id).not.toBe(first.contact.id);
  expect(second.campaign.id).not.toBe(first.campaign.id);
  expect(await tally(server.url, account.key)).toMatchObject({ calls: 3, contacts: 2, campaigns: 3 });
});

test('what a later call knows is merged over what was stored, key by key, and the name follows the call', async () => {
  const account = await createTestAccount(server.pool);
  const data = { company: 'Acme', address: { city: 'Bonn', street: 'A' }, plan: 'free' };
  await place(account, { contactName: 'John', contactData: data });
  const second = await place(account, { contactData: { plan: 'pro', address: { city: 'Ulm' }, vip: true } });
  const merged = { name: 'John', company: 'Acme', address: { city: 'Ulm' }, plan: 'pro', vip: true };
  expect(second.contact.additionalData).toEqual(merged);
  expect(second.call.contactName).toBeNull();
  const third = await place(account, { contactName: 'Jane' });
  expect(third.contact.additionalData).toEqual({ ...merged, name: 'Jane' });
  expect((await place(account)).contact.additionalData).toEqual({ ...merged, name: 'Jane' });
});

test('contactName wins over a name among the data', async () => {
  const account = await createTestAccount(server.pool);
  const { contact } = await place(account, { contactName: 'John', contactData: { name: 'Johnny' } });
  expect(contact.additionalData).toEqual({ name: 'John' });
  const later = await place(account, { contactData: { name: 'Johnny' } });
  expect(later.contact.additionalData).toEqual({ name: 'Johnny' });
});

test('a call keeps its own data and name, whatever later calls say of the person', async () => {
  const account = await createTestAccount(server.pool);
  const first = await place(account, { contactName: 'John', contactData: { plan: 'free', list: [1, { a: null }] } });
  await place(account, { contactName: 'Jane', contactData: { plan: 'pro' } });
  const read = graphqlClient(server.url, account.key);
  const { body } = await read('query ($id: ID!) { call(id: $id) { contactName contactData } }', { id: first.call.id });
  expect(body.data.call).toEqual({ contactName: 'John', contactData: { plan: 'free', list: [1, { a: null }] } });
});

test('a campaign is named by the contact name of its call, or by the number', async () => {
  const account = await createTestAccount(server.pool);
  const named = await place(account, { contactName: 'Zoë "Z" O’Hara' });
  expect(named.campaign).toMatchObject({ name: 'API Single Call - Zoë "Z" O’Hara', status: 'ACTIVE' });
  expect((await place(account)).campaign.name).toBe(`API Single Call - ${PERSON}`);
  expect((await place(account, { contactData: { name: 'X' } })).campaign.name).toBe(`API Single Call - ${PERSON}`);
});

test('the same number is another contact in another account', async () => {
  const [a, b] = await Promise.all([createTestAccount(server.pool), createTestAccount(server.pool)]);
  const first = await place(a, { contactData: { secret: 'of a' } });
  const second = await place(b);
  expect(second.contact.id).not.toBe(first.contact.id);
  expect(second.contact.additionalData).toEqual({});
});

test('many calls to one person at once make one contact, which knows what each of them knew', async () => {
  const account = await createTestAccount(server.pool);
  const keys = Array.from({ length: 12 }, (_, index) => `key${index}`);
  const placed = await Promise.all(keys.map((key) => place(account, { contactData: { [key]: key } })));
  expect(new Set(placed.map(({ contact }) => contact.id)).size).toBe(1);
  const last = await place(account);
  expect(Object.keys(last.contact.additionalData).toSorted()).toEqual(keys.toSorted());
});
