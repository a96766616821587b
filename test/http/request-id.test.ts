import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test.each(['abc', 'req_1.2:3-4', '550e8400-e29b-41d4-a716-446655440000', 'x'.repeat(128)])(
  'the request id %s of a caller is taken over',
  async (id) => {
    const { headers } = await restClient(server.url, null).get('/account', { 'X-Request-Id': id });
    expect(headers.get('X-Request-Id')).toBe(id);
  },
);

test.each(['', 'with space', 'x'.repeat(129), '"quoted"', '<script>', 'a,b', '{"a":1}', 'ümlaut'])(
  'the request id %j of a caller is replaced',
  async (id) => {
    const { headers } = await restClient(server.url, null).get('/account', { 'X-Request-Id': id });
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('every answer has a request id of its own, whatever its status and its door', async () => {
  const { key } = await createTestAccount(server.pool);
  const rest = restClient(server.url, key);
  const answers = await Promise.all([
    rest.get('/account'),
    rest.get('/nothing'),
    rest.send('DELETE', '/account'),
    rest.send('OPTIONS', '/account'),
    rest.send('HEAD', '/account'),
    rest.post('/calls', 'no JSON'),
    restClient(server.url, null).get('/account'),
    fetch(`${server.url}/graphql`),
    fetch(`${server.url}/api`),
    fetch(`${server.url}/`),
  ]);
  const ids = answers.map(({ headers }) => headers.get('X-Request-Id'));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(ids).size).toBe(answers.length);
});
