import { type Item, parseList } from 'structured-headers';
import * as guide from '../rest/fixtures/guide';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** One item with its parameters, as the draft has it in both headers. */
function itemOf(header: string | null): { name: unknown; parameters: Record<string, unknown> } {
  const items = parseList(header ?? '');
  expect(items).toHaveLength(1);
  const [name, parameters] = items[0] as Item;
  return { name, parameters: Object.fromEntries(parameters) };
}

test('every answer to a key says what its limit is and how much of it is left', async () => {
  const { key } = await createTestAccount(server.pool, { requestsPerMinute: 10 });
  const rest = restClient(server.url, key);
  const answers = [await rest.get('/account'), await rest.get('/calls/none'), await rest.post('/calls', {})];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 400]);
  for (const [index, { headers }] of answers.entries()) {
    expect(itemOf(headers.get('RateLimit-Policy'))).toEqual({
      name: 'requestsPerMinute',
      parameters: { q: 10, w: 60 },
    });
    const { name, parameters } = itemOf(headers.get('RateLimit'));
    expect(name).toBe('requestsPerMinute');
    expect(parameters.r).toBe(9 - index);
    expect(parameters.t).toBeGreaterThan(0);
    expect(parameters.t).toBeLessThanOrEqual(60);
  }
});

test('a key that has used up its minute is refused, told how long to wait, and nothing is done', async () => {
  const account = await createTestAccount(server.pool, { requestsPerMinute: 3 });
  const rest = restClient(server.url, account.key);
  for (const _ of [1, 2, 3]) expect((await rest.get('/account')).status).toBe(200);
  const { status, headers, body } = await rest.post('/calls', { toNumber: '+1234567890', agentId: account.agentId });
  expect(status).toBe(429);
  expect(body).toEqual({
    success: false,
    error: guide.statusCodes[429],
    message: expect.any(String),
    details: { limit: 'requestsPerMinute', quota: 3, remaining: 0, retryAfterSeconds: expect.any(Number) },
  });
  const { retryAfterSeconds } = body.details;
  expect(Number.isInteger(retryAfterSeconds)).toBe(true);
  expect(retryAfterSeconds).toBeGreaterThan(0);
  expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(headers.get('Retry-After')).toBe(String(retryAfterSeconds));
  expect(itemOf(headers.get('RateLimit')).parameters).toEqual({ r: 0, t: retryAfterSeconds });

  const { rows } = await server.pool.query('select 1 from calls where account_id = $1', [account.accountId]);
  expect(rows).toEqual([]);
});

test('refused requests do not put off the time at which the key may be used again', async () => {
  const { key } = await createTestAccount(server.pool, { requestsPerMinute: 1 });
  const rest = restClient(server.url, key);
  const waits: number[] = [];
  for (const _ of [1, 2, 3, 4, 5]) waits.push(Number((await rest.get('/account')).headers.get('Retry-After')));
  const [granted, first = 0, ...later] = waits;
  expect(granted).toBe(0);
  for (const wait of later) expect(wait).toBeLessThanOrEqual(first);
});

test('the rate is looked at before the body, and after the key', async () => {
  const { key } = await createTestAccount(server.pool, { requestsPerMinute: 1 });
  await restClient(server.url, key).get('/account');
  expect((await restClient(server.url, key).post('/calls', 'no JSON')).status).toBe(429);
  expect((await restClient(server.url, null).post('/calls', 'no JSON')).status).toBe(401);
});

test('keys do not share their limits', async () => {
  const [a, b] = await Promise.all([1, 2].map(() => createTestAccount(server.pool, { requestsPerMinute: 1 })));
  const statusOf = async (key = '') => (await restClient(server.url, key).get('/account')).status;
  expect(await statusOf(a?.key)).toBe(200);
  expect(await statusOf(a?.key)).toBe(429);
  expect(await statusOf(b?.key)).toBe(200);
});

test('both doors count on one account of requests', async () => {
  const { key } = await createTestAccount(server.pool, { requestsPerMinute: 2 });
  await tally(server.url, key);
  const rest = restClient(server.url, key);
  expect([(await rest.get('/account')).status, (await rest.get('/account')).status]).toEqual([200, 429]);
});
