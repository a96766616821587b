import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let account: TestAccount;
beforeEach(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
});
afterEach(() => server.stop());

/** What no client may read: SQL, names of the schema, stacks, thrown messages. */
const SECRETS = /select|relation|column|does not exist|agents_moved|cannot represent|usage_days|node_modules| at /i;

function errorsLogged(requestId: string): Array<{ error: { message: string; stack: string } }> {
  return server.logs
    .map((line) => JSON.parse(line))
    .filter((entry) => entry.requestId === requestId && entry.level === 'error');
}

test('a statement that fails is masked on both doors and logged with its cause', async () => {
  await server.pool.query('alter table agents rename to agents_moved');

  const asked = await graphqlClient(server.url, account.key)('{ agents { edges { cursor } } }');
  expect(asked.body).toEqual({
    data: null,
    errors: [{ message: 'Internal server error', path: ['agents'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
  expect(asked.text).not.toMatch(SECRETS);

  const fetched = await restClient(server.url, account.key).get('/agents');
  expect(fetched.status).toBe(500);
  expect(fetched.body).toEqual({
    success: false,
    error: 'Internal server error',
    requestId: fetched.headers.get('X-Request-Id'),
  });
  expect(fetched.text).not.toMatch(SECRETS);

  for (const answer of [asked, fetched]) {
    const entries = errorsLogged(answer.headers.get('X-Request-Id') ?? '');
    expect(entries.map(({ error }) => error.message)).toEqual(['relation "agents" does not exist']);
    expect(entries[0]?.error.stack).toContain('first-pages');
  }
});

test('a field that fails leaves its neighbours alone and does not show why', async () => {
  await server.pool.query('alter table agents rename to agents_moved');
  const query = `{ account { id } agent(id: "${account.agentId}") { id } }`;
  const { status, body } = await graphqlClient(server.url, account.key)(query);
  expect(status).toBe(200);
  expect(body).toEqual({
    data: { account: { id: account.accountId }, agent: null },
    errors: [{ message: 'Internal server error', path: ['agent'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
});

test('a value that does not fit its type is a fault like any other, on both doors', async () => {
  for (const daysAgo of [1, 2]) {
    await server.pool.query(
      `insert into usage_days (account_id, day, agent_id, status, calls, answered, seconds, minutes, credits_used)
        values ($1, current_date - $3::int, $2, 'COMPLETED', 2000000000, 0, 0, 0, 0)`,
      [account.accountId, account.agentId, daysAgo],
    );
  }
  const asked = await graphqlClient(server.url, account.key)('{ account { usage { totals { calls } } } }');
  expect(asked.body.errors).toEqual([
    {
      message: 'Internal server error',
      path: ['account', 'usage'],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    },
  ]);
  const fetched = await restClient(server.url, account.key).get('/account/usage');
  expect(fetched.status).toBe(500);
  for (const answer of [asked, fetched]) {
    expect(answer.text).not.toMatch(SECRETS);
    expect(errorsLogged(answer.headers.get('X-Request-Id') ?? '')[0]?.error.message).toContain('out of range');
  }
});
