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

test('introspection without a key is not counted', async () => {
  const { headers, status } = await graphqlClient(server.url, null)('{ __typename }');
  expect(status).toBe(200);
  expect(headers.get('RateLimit')).toBeNull();
});
