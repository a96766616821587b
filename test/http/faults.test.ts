import { graphqlClient, restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('a fault of ours is a bare 500 with the request id, which the log explains, and the server goes on', async () => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const call = { toNumber: '+1234567890', agentId: account.agentId };
  await server.pool.query('alter table contacts rename to mislaid');
  const answers = [
    await rest.post('/calls', call, { 'X-Request-Id': 'fault-1' }),
    await rest.get(`/contacts/${account.agentId}/metadata`, { 'X-Request-Id': 'fault-2' }),
  ];
  const graphql = await graphqlClient(server.url, account.key)('{ contacts { totalCount } }');
  await server.pool.query('alter table mislaid rename to contacts');

  for (const [index, { status, body }] of answers.entries()) {
    expect(status).toBe(500);
    const requestId = `fault-${index + 1}`;
    expect(body).toEqual({ success: false, error: 'Internal server error', requestId });
    expect(server.logs.filter((line) => line.includes(requestId)).join('')).toContain('does not exist');
  }
  expect(graphql.body.errors).toEqual([
    expect.objectContaining({
      message: 'Internal server error',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    }),
  ]);
  expect((await rest.post('/calls', call)).status).toBe(200);
});
