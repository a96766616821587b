import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: { LOG_LEVEL: 'trace' } });
});
afterAll(() => server.stop());

/** The lines about one request, which ends with the access log's. */
async function linesOf(requestId: string): Promise<string> {
  const isLogged = () => server.logs.some((line) => line.includes(requestId) && JSON.parse(line).msg === 'request');
  await until(async () => isLogged(), 'the access log');
  return server.logs.filter((line) => line.includes(requestId)).join('');
}

test('a line of the access log says who asked what, and how it went', async () => {
  const { key, accountId } = await createTestAccount(server.pool);
  await restClient(server.url, key).get('/calls?limit=5', { 'X-Request-Id': 'log-1' });
  expect(JSON.parse(await linesOf('log-1'))).toMatchObject({
    requestId: 'log-1',
    method: 'GET',
    path: '/api/v1/calls',
    status: 200,
    accountId,
  });
});

test('no key reaches a log line, wherever in a request it stands', async () => {
  const { key } = await createTestAccount(server.pool);
  const rest = restClient(server.url, null);
  const unknown = `cm_${'ab'.repeat(32)}`;
  const headers = { 'X-Request-Id': 'log-2' };
  await rest.get(`/account?api_key=${key}`, headers);
  await rest.get(`/account?api_key=${unknown}`, headers);
  await rest.get(`/account?api%5Fkey=${key}`, headers);
  await rest.get(`/calls/${key}?api_key=${key}`, { ...headers, Prefer: 'handling=strict' });
  await rest.get(`/${key}`, { ...headers, Authorization: `Bearer ${key}`, Referer: `${server.url}/?api_key=${key}` });
  await rest.post(`/calls?api_key=${key}`, `{"${key}"`, { ...headers, 'X-Request-Id': key });
  await fetch(`${server.url}/graphql?api_key=${key}&query={account{${key}}}`, { headers });
  await restClient(server.url, key).get('/account', { 'X-Request-Id': 'log-3' });
  await linesOf('log-3');
  const logged = server.logs.join('');
  for (const secret of [key, key.slice(3), unknown, unknown.slice(3), 'api_key']) expect(logged).not.toContain(secret);
});

test('no number of a person reaches a log line', async () => {
  const { key, agentId, fromNumber } = await createTestAccount(server.pool);
  const rest = restClient(server.url, key);
  const headers = { 'X-Request-Id': 'log-4' };
  const answer = await rest.post('/calls', { toNumber: '+14155557654', agentId }, headers);
  await rest.post('/calls', { toNumber: '+15005550003', agentId }, headers);
  await rest.get('/calls?toNumber=%2B14155557654', headers);
  await rest.get('/calls/+14155557654', headers);
  await rest.get('/calls/%2B14155557654', headers);
  await rest.untilEnded(answer.body.data.call.id);
  await rest.get('/account', { 'X-Request-Id': 'log-5' });
  await linesOf('log-5');
  const logged = server.logs.join('');
  for (const number of ['14155557654', '15005550003', fromNumber.slice(1)]) expect(logged).not.toContain(number);
});
