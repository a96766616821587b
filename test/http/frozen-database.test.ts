import { type Line, startLine } from '../../bench/outage/line';
import { createDataSource } from '../../src/database/data-source';
import { graphqlClient, restClient } from '../support/client';
import { createDatabase, type TestDatabase } from '../support/database';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let database: TestDatabase;
let line: Line;
let server: TestServer;
beforeAll(async () => {
  database = await createDatabase();
  line = await startLine(database.url);
  server = await startTestServer({ databaseUrl: line.url });
});
afterAll(async () => {
  line.freeze(false);
  await server.stop();
  await line.close();
  await database.drop();
});

test('a database that neither answers nor closes its connections is away within seconds, on both doors, until it is back', async () => {
  const { key } = await createTestAccount(server.pool);
  const { get } = restClient(server.url, key);
  const ask = () => graphqlClient(server.url, key)('{ calls { totalCount } }');
  expect([(await get('/calls')).status, (await ask()).body.data.calls.totalCount]).toEqual([200, 0]);
  const frozenAt = performance.now();
  line.freeze(true);
  // Those that are under way when it freezes, and those that come later.
  for (const limit of [8000, 2000]) {
    const askedAt = performance.now();
    const [fetched, asked] = await Promise.all([get('/calls'), ask()]);
    expect(performance.now() - askedAt).toBeLessThan(limit);
    expect([fetched.status, fetched.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(fetched.body).toEqual({ success: false, error: 'Service unavailable', message: AWAY });
    expect([asked.status, asked.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(asked.body.errors[0]).toMatchObject({
      message: AWAY,
      extensions: { code: 'UNAVAILABLE', retryAfterSeconds: 2 },
    });
  }
  expect(performance.now() - frozenAt).toBeLessThan(10_000);
  const [alive, ready] = await Promise.all(['/healthz', '/readyz'].map((path) => fetch(server.url + path)));
  expect([alive?.status, ready?.status]).toEqual([200, 503]);
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^call_manager_database_up 0$/m);
  line.freeze(false);
  await until(async () => (await get('/calls')).status === 200, 'the database to be used again', 15);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

const AWAY = 'The service is temporarily unavailable. Try again.';

test('a transaction whose server was cut off gives its locks back', async () => {
  const client = await server.pool.connect();
  client.on('error', () => undefined);
  await client.query('begin; lock table idempotency_keys');
  await until(
    async () => {
      const { rows } = await server.pool.query(
        "select from pg_locks where mode = 'AccessExclusiveLock' and relation = 'idempotency_keys'::regclass",
      );
      return rows.length === 0;
    },
    'the lock to be given back',
    8,
  );
  client.release(true);
});

test('the database is given time to cancel a statement itself before its connection is given up', () => {
  const { extra } = createDataSource({ url: database.url }).options as { extra: Record<string, number> };
  expect(extra.query_timeout).toBeGreaterThan(extra.statement_timeout ?? Number.NaN);
  expect(extra.query_timeout).toBeLessThan(30_000);
});
