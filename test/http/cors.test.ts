import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

const OURS = 'https://app.example.com';
const OTHERS = ['https://evil.example.com', 'http://app.example.com', 'https://app.example.com.evil.example', 'null'];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: { CORS_ORIGINS: `${OURS}, https://second.example.com:8443` } });
});
afterAll(() => server.stop());

const preflight = (origin: string) =>
  fetch(`${server.url}/api/v1/calls`, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type,x-api-key,idempotency-key',
    },
  });

test.each([OURS, 'https://second.example.com:8443'])('a page of %s may ask and read', async (origin) => {
  const { key } = await createTestAccount(server.pool);
  const asked = await preflight(origin);
  expect(asked.ok).toBe(true);
  expect(asked.headers.get('Access-Control-Allow-Origin')).toBe(origin);
  expect(asked.headers.get('Access-Control-Allow-Methods')).toContain('POST');
  expect(asked.headers.get('Access-Control-Allow-Headers')).toBe('content-type,x-api-key,idempotency-key');
  const answer = await fetch(`${server.url}/api/v1/account`, { headers: { Origin: origin, 'X-API-Key': key } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(origin);
  expect(answer.headers.get('Vary')).toMatch(/\bOrigin\b/);
  for (const name of ['X-Request-Id', 'RateLimit', 'Retry-After']) {
    expect(answer.headers.get('Access-Control-Expose-Headers')).toContain(name);
  }
});

test('a page of a configured origin may read refusals too', async () => {
  for (const path of ['/api/v1/account', '/api/v1/nothing', '/api/v2', '/graphql']) {
    const answer = await fetch(server.url + path, { headers: { Origin: OURS } });
    expect(answer.ok).toBe(false);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(OURS);
  }
});

test.each(OTHERS)('a page of %s may not', async (origin) => {
  const { key } = await createTestAccount(server.pool);
  const asked = await preflight(origin);
  expect(asked.headers.get('Access-Control-Allow-Origin')).toBeNull();
  const answer = await fetch(`${server.url}/api/v1/account`, { headers: { Origin: origin, 'X-API-Key': key } });
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull();
});

test('without configured origins no page may', async () => {
  const closed = await startTestServer();
  try {
    const answer = await fetch(`${closed.url}/api/v1/account`, { headers: { Origin: OURS } });
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull();
  } finally {
    await closed.stop();
  }
});
