import { execFileSync } from 'node:child_process';
import { lookAfterCalls } from '../../src/services/calls/look-after-calls';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { createTestTwin } from '../support/test-twin';

/** Credentials that lead nowhere, since nobody uses them. */
const REAL = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'nobody-knows',
  PUBLIC_URL: 'https://calls.example.com',
  LLM_BASE_URL: 'https://models.example.com/v1',
  LLM_MODEL: 'real-1',
  SIMULATOR_URL: '',
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ environment: { TEST_MODE: 'off' } });
});
afterAll(() => server.stop());

test('where test mode is off, test keys are told so by both doors, and live keys are served', async () => {
  const live = await createTestAccount(server.pool);
  const test = await createTestTwin(server.pool, live);
  const message = 'This is a test key, and test mode is switched off on this server. Use a live key.';

  const refused = await restClient(server.url, test.key).get('/account');
  expect([refused.status, refused.body]).toEqual([403, { success: false, error: message }]);
  expect(refused.headers.get('X-Test-Mode')).toBe('true');
  const { status, headers, body } = await graphqlClient(server.url, test.key)('{ account { id } }');
  expect([status, headers.get('X-Test-Mode')]).toEqual([403, 'true']);
  expect(body.errors).toEqual([{ message, extensions: { code: 'FORBIDDEN' } }]);
  expect((await restClient(server.url, live.key).get('/account')).status).toBe(200);
});

/** The commands of the processes that a process has started. */
function childrenOf({ pid }: ServerProcess): string[] {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => line.trim()).filter((line) => line.startsWith(`${pid} `));
}

test.each([
  ['on', 1],
  ['off', 0],
])('beside a real carrier and a real model, %s means %i simulators', async (TEST_MODE, count) => {
  const running = await startServerProcess(server.databaseUrl, { ...REAL, TEST_MODE });
  try {
    expect(childrenOf(running).filter((line) => line.includes('simulator'))).toHaveLength(count);
  } finally {
    await running.kill();
  }
});

test('a twin whose server does no test mode any more is left alone, and goes on where it is on again', async () => {
  const on = await startTestServer({ databaseUrl: server.databaseUrl });
  const live = await createTestAccount(server.pool);
  const test = await createTestTwin(server.pool, live);
  const { body } = await restClient(on.url, test.key).post('/calls', {
    toNumber: '+15005550018',
    agentId: test.agentId,
  });
  await on.stop();
  const overdue = `update calls set check_at = '2020-01-01' where account_id = $1 and end_time is null`;
  expect((await server.pool.query(overdue, [test.accountId])).rowCount).toBe(1);
  await lookAfterCalls(server.running.application.domain);
  expect((await server.pool.query(overdue, [test.accountId])).rowCount).toBe(1);
  const again = await startTestServer({ databaseUrl: server.databaseUrl });
  try {
    const ended = await restClient(again.url, test.key).untilEnded(body.data.call.id, 30);
    expect(ended.status).toBe('COMPLETED');
  } finally {
    await again.stop();
  }
});
