import net from 'node:net';
import { createDataSource } from '../../src/database/data-source';
import { graphqlClient, restClient } from '../support/client';
import { createDatabase, type TestDatabase } from '../support/database';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

/** A way to the database that can be frozen: then nothing passes, and no connection is closed. */
async function startLine(databaseUrl: string) {
  const socket = `${new URL(databaseUrl.replace('@/', '@localhost/')).searchParams.get('host')}/.s.PGSQL.5432`;
  const sockets = new Set<net.Socket>();
  let frozen = false;
  const server = net.createServer((near) => {
    const far = net.connect(socket);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      if (frozen) from.pause();
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: databaseUrl.replace(/@\/([^?]+).*/, `@127.0.0.1:${port}/$1`),
    freeze: (on: boolean) => {
      frozen = on;
      for (const each of sockets) on ? each.pause() : each.resume();
    },
    close: async () => {
      for (const each of sockets) each.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let database: TestDatabase;
let line: Awaited<ReturnType<typeof startLine>>;
let server: TestServer;
beforeAll(async () => {
  database = await createDatabase();
  line = await startLine(database.url);
  // As in production, but sooner.
  server = await startTestServer({ databaseUrl: `${line.url}?query_timeout=1000` });
});
afterAll(async () => {
  line.freeze(false);
  await server.stop();
  await line.close();
  await database.drop();
});

test('a database that neither answers nor closes its connections is away, on both doors, until it is back', async () => {
  const { key } = await createTestAccount(server.pool);
  const { get } = restClient(server.url, key);
  const ask = () => graphqlClient(server.url, key)('{ calls { totalCount } }');
  expect([(await get('/calls')).status, (await ask()).body.data.calls.totalCount]).toEqual([200, 0]);
  line.freeze(true);
  const [fetched, asked] = await Promise.all([get('/calls'), ask()]);
  expect([fetched.status, fetched.headers.get('Retry-After')]).toEqual([503, '2']);
  expect(asked.body.errors[0].extensions).toEqual({ code: 'UNAVAILABLE', retryAfterSeconds: 2 });
  line.freeze(false);
  await until(async () => (await get('/calls')).status === 200, 'the database to be used again');
});

test('the database is given time to cancel a statement itself before its connection is given up', () => {
  const { extra } = createDataSource({ url: database.url }).options as { extra: Record<string, number> };
  expect(extra.query_timeout).toBeGreaterThan(extra.statement_timeout ?? Number.NaN);
  expect(extra.query_timeout).toBeLessThan(30_000);
});
