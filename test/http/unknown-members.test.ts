import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';

const STRICT = { Prefer: 'handling=strict' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('unknown members of a body are ignored', async () => {
  const account = await createTestAccount(server.pool);
  const { status, body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: '+1234567890',
    agentId: account.agentId,
    contactname: 'Wrong',
    idempotencyKey: 'not a member here',
    constructor: 1,
    extra: { deep: ['\u0000'] },
  });
  expect(status).toBe(200);
  expect(body.data.call.contactName).toBeNull();
  expect(body.data.contact.additionalData).toEqual({});
});

test('a member called __proto__ is data like any other, and changes nothing else', async () => {
  const account = await createTestAccount(server.pool);
  const text = `{"__proto__": {"contactName": "Wrong"}, "toNumber": "+1234567890", "agentId": "${account.agentId}",
    "contactData": {"__proto__": {"company": "Acme"}, "x": 1}}`;
  const { status, body } = await restClient(server.url, account.key).post('/calls', text);
  expect(status).toBe(200);
  expect(body.data.call.contactName).toBeNull();
  expect(JSON.stringify(body.data.contact.additionalData)).toBe('{"x":1,"__proto__":{"company":"Acme"}}');
});

test('unknown parameters are ignored, and the answer names them', async () => {
  const { key } = await createTestAccount(server.pool);
  const rest = restClient(server.url, key);
  const known = await rest.get('/calls?limit=5&status=COMPLETED');
  expect(known.headers.get('X-Ignored-Parameters')).toBeNull();
  const unknown = await rest.get('/calls?limit=5&perPage=3&perPage=4&Limit=7&a%0D%0Ab=1');
  expect(unknown.status).toBe(200);
  expect(unknown.body.data.pagination.limit).toBe(5);
  expect(unknown.headers.get('X-Ignored-Parameters')).toBe('perPage, Limit, a%0D%0Ab');
});

test('who asks for strictness has unknown parameters refused, with the name that was probably meant', async () => {
  const { key } = await createTestAccount(server.pool);
  const rest = restClient(server.url, key);
  const { status, headers, body } = await rest.get('/calls?limt=5&agentid=x&zzzzzz=1', STRICT);
  expect(status).toBe(400);
  expect(headers.get('Preference-Applied')).toBe('handling=strict');
  expect(body).toEqual({
    success: false,
    error: 'Invalid query parameters',
    issues: {
      limt: ['Unknown query parameter. Did you mean limit?'],
      agentid: ['Unknown query parameter. Did you mean agentId?'],
      zzzzzz: ['Unknown query parameter'],
    },
  });
});

test('who asks for strictness has unknown members refused, and nobody is called', async () => {
  const account = await createTestAccount(server.pool);
  const before = await tally(server.url, account.key);
  const call = { toNumber: '+1234567890', agentId: account.agentId, contactname: 'John', fromNumber: '+1', zzzzzz: 1 };
  const { status, body } = await restClient(server.url, account.key).post('/calls', call, STRICT);
  expect(status).toBe(400);
  expect(body.issues).toEqual({
    contactname: ['Unknown member. Did you mean contactName?'],
    fromNumber: ['Unknown member. Did you mean fromNumberId?'],
    zzzzzz: ['Unknown member'],
  });
  expect(await tally(server.url, account.key)).toEqual(before);
});

test('strictness reports a wrong member beside an unknown one', async () => {
  const account = await createTestAccount(server.pool);
  const call = { tonumber: '+1234567890', agentId: 'x' };
  const { status, body } = await restClient(server.url, account.key).post('/calls', call, STRICT);
  expect(status).toBe(400);
  expect(body.issues).toEqual({
    tonumber: ['Unknown member. Did you mean toNumber?'],
    toNumber: ['toNumber is required'],
    agentId: ['Invalid Agent ID format'],
  });
});

test('strictness has nothing against a right request, and the key may stay in the query', async () => {
  const account = await createTestAccount(server.pool);
  const { status, headers } = await restClient(server.url, null).post(
    `/calls?api_key=${account.key}`,
    { toNumber: '+1234567890', agentId: account.agentId, contactName: null },
    { Prefer: 'respond-async, handling=strict' },
  );
  expect(status).toBe(200);
  expect(headers.get('Preference-Applied')).toBe('handling=strict');
});

test.each(['handling=lenient', 'strict', 'handling=strictly'])('%s is not strictness', async (prefer) => {
  const { key } = await createTestAccount(server.pool);
  const { status, headers } = await restClient(server.url, key).get('/calls?limt=5', { Prefer: prefer });
  expect(status).toBe(200);
  expect(headers.get('X-Ignored-Parameters')).toBe('limt');
});
