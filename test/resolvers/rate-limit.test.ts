import { graphqlClient, restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('a key that has used up its minute is refused with 429 and when to come back', async () => {
  const account = await createTestAccount(server.pool, { requestsPerMinute: 3 });
  const send = graphqlClient(server.url, account.key);
  const answers = [];
  for (let request = 0; request < 5; request++) answers.push(await send('{ account { id } }'));

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  expect(answers.map(({ headers }) => headers.get('RateLimit')?.replace(/t=\d+/, 't'))).toEqual(
    [2, 1, 0, 0, 0].map((left) => `"requestsPerMinute";r=${left};t`),
  );
  for (const { headers } of answers) expect(headers.get('RateLimit-Policy')).toBe('"requestsPerMinute";q=3;w=60');

  const { body, headers } = answers[4]!;
  const seconds = Number(headers.get('Retry-After'));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(body).toEqual({
    errors: [
      {
        message: expect.stringContaining('3 requests a minute'),
        extensions: {
          code: 'RATE_LIMITED',
          retryAfterSeconds: seconds,
          limit: { name: 'requestsPerMinute', quota: 3 },
        },
      },
    ],
  });
});

test('both doors draw on one quota, and another key has its own', async () => {
  const account = await createTestAccount(server.pool, { requestsPerMinute: 2 });
  const other = await createTestAccount(server.pool, { requestsPerMinute: 2 });
  expect((await restClient(server.url, account.key).get('/account')).status).toBe(200);
  expect((await graphqlClient(server.url, account.key)('{ __typename }')).status).toBe(200);
  expect((await graphqlClient(server.url, account.key)('{ __typename }')).status).toBe(429);
  expect((await restClient(server.url, account.key).get('/account')).status).toBe(429);
  expect((await graphqlClient(server.url, other.key)('{ __typename }')).status).toBe(200);
});

test('requests without a key are counted by the address of their connection, whatever they say of it', async () => {
  const own = await startTestServer();
  const send = async (path: string, address: string, key?: string) => {
    const headers = {
      'Content-Type': 'application/json',
      'X-Forwarded-For': address,
      ...(key && { 'X-API-Key': key }),
    };
    const body = JSON.stringify({ query: '{ __schema { queryType { name } } }' });
    const answer = await fetch(own.url + path, { method: 'POST', headers, body });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  try {
    const account = await createTestAccount(own.pool);
    const statuses = [];
    for (let sent = 0; sent < 120; sent++) statuses.push((await send('/graphql', `10.0.0.${sent}`)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await send('/graphql', '10.0.1.1');
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get('Retry-After'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.headers.get('RateLimit')).toBe(`"requestsPerMinute";r=0;t=${seconds}`);
    expect(refused.body).toEqual({
      errors: [
        {
          message: expect.stringContaining('120 requests a minute'),
          extensions: {
            code: 'RATE_LIMITED',
            retryAfterSeconds: seconds,
            limit: { name: 'requestsPerMinute', quota: 120 },
          },
        },
      ],
    });
    expect((await send('/graphql', '10.0.1.1', account.key)).status).toBe(200);
    expect((await send('/api/v1/calls', '10.0.1.1')).status).toBe(401);
  } finally {
    await own.stop();
  }
});
