import { restClient } from '../../support/client';
import { createTestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { shapeText } from '../../support/shape';
import * as guide from '../fixtures/guide';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test("the guide's request gets the guide's answer, member by member and in its order", async () => {
  const account = await createTestAccount(server.pool);
  const { customField: _, ...contactData } = guide.request.contactData;
  const before = Date.now();
  const answer = await restClient(server.url, account.key).post('/calls', {
    ...guide.request,
    contactData,
    agentId: account.agentId,
    fromNumberId: account.fromNumberId,
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Content-Type')).toMatch(/^application\/json\b/);
  expect(shapeText(answer.body)).toBe(shapeText(guide.success));
  const { call, contact, campaign, message } = answer.body.data;
  expect(call).toEqual({
    ...guide.success.data.call,
    id: expect.stringMatching(UUID),
    callSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
    trackingId: expect.stringMatching(UUID),
    campaignId: campaign.id,
    contactId: contact.id,
    agentId: account.agentId,
    startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  expect(new Set([call.id, call.trackingId, contact.id, campaign.id]).size).toBe(4);
  expect(Math.abs(Date.parse(call.startTime) - before)).toBeLessThan(10_000);
  expect(contact).toEqual({ ...guide.success.data.contact, id: expect.stringMatching(UUID) });
  expect(campaign).toEqual({ ...guide.success.data.campaign, id: expect.stringMatching(UUID) });
  expect(message).toBe(guide.success.data.message);
});

test('a call without a name and data has the same members, the name null and the campaign named by the number', async () => {
  const account = await createTestAccount(server.pool);
  const { status, body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: '+1234567890',
    agentId: account.agentId,
  });
  expect(status).toBe(200);
  expect(Object.keys(body.data.call)).toEqual(Object.keys(guide.success.data.call));
  expect(body.data.call.contactName).toBeNull();
  expect(body.data.contact.additionalData).toEqual({});
  expect(body.data.campaign.name).toBe('API Single Call - +1234567890');
});

test.each([
  ['null', { contactName: null, contactData: null, fromNumberId: null }],
  ['an empty text', { contactName: '', contactData: '', fromNumberId: '' }],
])('%s in an optional member means that it is absent', async (_, optional) => {
  const account = await createTestAccount(server.pool);
  const { status, body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: '+1234567890',
    agentId: account.agentId,
    ...optional,
  });
  expect(status).toBe(200);
  expect(body.data.call.contactName).toBeNull();
  expect(body.data.contact.additionalData).toEqual({});
  expect(body.data.campaign.name).toBe('API Single Call - +1234567890');
});

test('ids are accepted in upper case and answered in lower case', async () => {
  const account = await createTestAccount(server.pool);
  const { status, body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: '+1234567890',
    agentId: account.agentId.toUpperCase(),
    fromNumberId: account.fromNumberId.toUpperCase(),
  });
  expect(status).toBe(200);
  expect(body.data.call.agentId).toBe(account.agentId);
});

test('the hold is the minutes begun of the longest talk, at the price of the agent', async () => {
  const agent = { maxDurationSeconds: 61, creditsPerMinute: 7 };
  const account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: '+1234567890', agentId: account.agentId });
  expect(body.data.call.creditsUsed).toBe(14);
  expect(await rest.untilEnded(body.data.call.id)).toMatchObject({ creditsReserved: 14, creditsUsed: 7 });
});

test.each(['+1234567', '+123456789012345', '+919876543210', '+1234567890'])('%s can be called', async (toNumber) => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const { status, body } = await rest.post('/calls', { toNumber, agentId: account.agentId });
  expect(status).toBe(200);
  expect(body.data.call.toNumber).toBe(toNumber);
  expect(body.data.contact.phoneNumber).toBe(toNumber);
});

test('a name of 200 characters and data at its limits are taken whole', async () => {
  const account = await createTestAccount(server.pool);
  const nested = Array.from({ length: 31 }).reduce<object>((inner) => ({ inner }), { leaf: 1 });
  const contactData = { ...nested, text: 'ü'.repeat(30_000), list: [1, null, true, 'x'], '': 'nameless' };
  const { status, body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: '+1234567890',
    agentId: account.agentId,
    contactName: 'n'.repeat(200),
    contactData,
  });
  expect(status).toBe(200);
  expect(body.data.call.contactName).toBe('n'.repeat(200));
  expect(body.data.contact.additionalData).toEqual({ ...contactData, name: 'n'.repeat(200) });
});
