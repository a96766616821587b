import path from 'node:path';
import { cliInProcess } from '../support/cli';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { shared } from '../support/shared';
import { spawnServer } from '../support/spawn-server';

const LATER = 'Later9999999999999';
const REFUSAL = `The database was migrated by a later version of the program (${LATER}). Use that one.`;

let server: TestServer;
let environment: Record<string, string>;

/** A server of this version is at work when one of the next version starts on its database. */
beforeAll(async () => {
  server = await startTestServer();
  environment = { DATABASE_URL: server.databaseUrl.replace('@/', '@localhost/') };
  await server.pool.query('insert into migrations (timestamp, name) values (9999999999999, $1)', [LATER]);
});
afterAll(() => server.stop());

test('a server that runs goes on', async () => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const placed = await rest.post('/calls', { toNumber: '+15005550006', agentId: account.agentId });
  expect(placed.status).toBe(200);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test('a server does not start', async () => {
  const { simulatorUrl } = shared();
  const variables = { ...environment, NODE_ENV: 'test', PORT: '0', SIMULATOR_URL: simulatorUrl };
  const told: string[] = [];
  const main = path.join(__dirname, '../../dist/main.js');
  const { listening, ended } = spawnServer(main, variables, (line) => told.push(line), 'pipe');
  await expect(listening).rejects.toThrow('the server ended with code 1');
  expect((await ended).code).toBe(1);
  expect(told).toContain(REFUSAL);
});

test('commands read and change nothing', async () => {
  const account = await createTestAccount(server.pool);
  const program = cliInProcess(environment);
  const refused = { code: 1, out: '', err: `call-manager: ${REFUSAL}\n` };
  for (const command of [
    ['account', 'list'],
    ['credits', 'grant', '--account', account.accountId, '--amount', '5'],
    ['ledger', 'verify'],
    ['migrate'],
  ]) {
    expect([command, await program.run(...command)]).toEqual([command, refused]);
  }
  const { rows } = await server.pool.query(
    'select count(*)::int "grants" from credit_entries where account_id = $1 and amount = 5',
    [account.accountId],
  );
  expect(rows).toEqual([{ grants: 0 }]);
});

test('the doctor says so', async () => {
  const { code, out } = await cliInProcess(environment).run('doctor', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out).checks).toContainEqual({ check: 'migrations', status: 'FAILED', finding: REFUSAL });
});
