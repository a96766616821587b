import http from 'node:http';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

/** The status of an answer to a request whose Host header is not a host; fetch would not send it. */
function statusWithHost(url: string, host: string): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    http
      .get({ hostname, port, path: pathname, headers: { Host: host } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .once('error', reject);
  });
}

const NOT_FOUND = { success: false, error: 'Not found' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test.each(['/api', '/api/', '/api/v1', '/api/v1/nothing', '/api/v1/calls/a/b/c', '/api/v2/calls', '/api/v1/%E0%A4%A'])(
  'the unknown path %s is a 404 in the envelope, with and without a key',
  async (path) => {
    const { key } = await createTestAccount(server.pool);
    for (const headers of [{}, { 'X-API-Key': key }] as Record<string, string>[]) {
      const response = await fetch(server.url + path, { headers });
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual(NOT_FOUND);
    }
  },
);

test.each([
  ['DELETE', '/calls', 'GET, HEAD, OPTIONS, POST'],
  ['PUT', '/calls', 'GET, HEAD, OPTIONS, POST'],
  ['PATCH', '/account', 'GET, HEAD, OPTIONS'],
  ['POST', '/account/usage', 'GET, HEAD, OPTIONS'],
  ['GET', '/calls/some-id/end', 'OPTIONS, POST'],
  ['HEAD', '/calls/some-id/end', 'OPTIONS, POST'],
  ['GET', '/calls/preview', 'OPTIONS, POST'],
  ['DELETE', '/calls/some-id/analysis', 'GET, HEAD, OPTIONS, POST'],
  ['POST', '/contacts/some-id/metadata', 'GET, HEAD, OPTIONS, PUT'],
])('%s %s is a 405 that names what is allowed', async (method, path, allowed) => {
  const { status, headers, text } = await restClient(server.url, null).send(method, path);
  expect(status).toBe(405);
  expect(headers.get('Allow')?.split(', ').toSorted().join(', ')).toBe(allowed);
  expect(text).toBe(method === 'HEAD' ? '' : JSON.stringify({ success: false, error: 'Method not allowed' }));
});

test('OPTIONS says what a path allows, without a key', async () => {
  const { status, headers, text } = await restClient(server.url, null).send('OPTIONS', '/calls');
  expect(status).toBe(204);
  expect(headers.get('Allow')?.split(', ').toSorted()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
  expect(text).toBe('');
});

test('HEAD answers with the headers of GET and no body', async () => {
  const { key } = await createTestAccount(server.pool);
  const rest = restClient(server.url, key);
  const got = await rest.get('/agents');
  const { status, headers, text } = await rest.send('HEAD', '/agents');
  expect(status).toBe(200);
  expect(text).toBe('');
  for (const name of ['Content-Type', 'Content-Length', 'RateLimit-Policy']) {
    expect(headers.get(name)).toBe(got.headers.get(name));
  }
  expect((await restClient(server.url, null).send('HEAD', '/agents')).status).toBe(401);
  expect((await rest.send('HEAD', '/calls/none')).status).toBe(404);
});

test('a Host header that is no host is no fault of ours', async () => {
  for (const path of ['/api/v1/account', '/graphql']) {
    expect(await statusWithHost(server.url + path, 'a^b')).toBeGreaterThanOrEqual(400);
    expect(await statusWithHost(server.url + path, 'a^b')).toBeLessThan(500);
  }
});

test('OPTIONS on /graphql says what it allows', async () => {
  const response = await fetch(`${server.url}/graphql`, { method: 'OPTIONS' });
  expect([response.status, response.headers.get('Allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
});
