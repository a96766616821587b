import { restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { type Tally, tally } from '../support/tally';

let server: TestServer;
let account: TestAccount;
let before: Tally;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  before = await tally(server.url, account.key);
});
afterAll(() => server.stop());

/** A right request of exactly so many bytes: JSON may be followed by any number of spaces. */
function requestOf(bytes: number): string {
  return JSON.stringify({ toNumber: '+1234567890', agentId: account.agentId }).padEnd(bytes, ' ');
}

test('a body of more than 100 kB is a 413', async () => {
  const { status, body } = await restClient(server.url, account.key).post('/calls', requestOf(100 * 1024 + 1));
  expect(status).toBe(413);
  expect(body).toEqual({ success: false, error: expect.any(String) });
  expect(await tally(server.url, account.key)).toEqual(before);
});

test('a body whose length is not announced is a 413 as soon as it is too long', async () => {
  const response = await fetch(`${server.url}/api/v1/calls`, {
    method: 'POST',
    headers: { 'X-API-Key': account.key, 'Content-Type': 'application/json' },
    body: new Blob([requestOf(200 * 1024)]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(413);
  expect(await response.json()).toEqual({ success: false, error: expect.any(String) });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
  'a body of type %s is a 415',
  async (type) => {
    const rest = restClient(server.url, account.key);
    const { status, body } = await rest.post('/calls', requestOf(0), { 'Content-Type': type });
    expect(status).toBe(415);
    expect(body).toEqual({ success: false, error: expect.any(String) });
    expect(await tally(server.url, account.key)).toEqual(before);
  },
);

test('a compressed body is a 415', async () => {
  const rest = restClient(server.url, account.key);
  expect((await rest.post('/calls', requestOf(0), { 'Content-Encoding': 'gzip' })).status).toBe(415);
});

test('the media type and the size are looked at before the body', async () => {
  const rest = restClient(server.url, account.key);
  expect((await rest.post('/calls', 'no JSON', { 'Content-Type': 'text/plain' })).status).toBe(415);
  expect((await rest.post('/calls', 'x'.repeat(200 * 1024))).status).toBe(413);
});

test('a body that is no UTF-8 is no JSON', async () => {
  const response = await fetch(`${server.url}/api/v1/calls`, {
    method: 'POST',
    headers: { 'X-API-Key': account.key, 'Content-Type': 'application/json' },
    body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ issues: { _body: [expect.any(String)] } });
});

test.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.api+json'])(
  'a body of type %s and of exactly 100 kB is taken',
  async (type) => {
    const other = await createTestAccount(server.pool);
    const text = requestOf(0)
      .replace(account.agentId, other.agentId)
      .padEnd(100 * 1024, ' ');
    const answer = await restClient(server.url, other.key).post('/calls', text, { 'Content-Type': type });
    expect(answer.status).toBe(200);
  },
);
