import { Client } from 'pg';
import { type Line, startLine } from '../../../bench/outage/line';
import { restClient } from '../../support/client';
import { createDatabase, type TestDatabase } from '../../support/database';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { newSid, type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { until } from '../../support/until';

let carrier: ScriptedCarrier;
let database: TestDatabase;
let line: Line;
let server: TestServer;
/** Not by the line that fails. */
let beside: Client;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  database = await createDatabase();
  line = await startLine(database.url);
  server = await startTestServer({
    databaseUrl: line.url,
    environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' },
  });
  beside = new Client({ connectionString: database.url });
  await beside.connect();
  carrier.script(async () => ({ status: 201, body: { sid: newSid(), status: 'queued' } }));
});
afterAll(async () => {
  line.freeze(false);
  await server.stop();
  await line.close();
  await beside.end();
  await database.drop();
  await carrier.close();
});

/** Whoever writes a call is held up until the table has a row. */
const WAIT_FOR_GO = `
  create table go (is_said boolean);
  create function wait_for_go() returns trigger language plpgsql as $$ begin
    while not exists (select from go) loop perform pg_sleep(0.05); end loop;
    return new;
  end $$;
  create trigger wait_for_go before insert on calls for each row execute function wait_for_go()`;

test('a call that was written, of which its server never heard, is dialled by nobody and given back at once', async () => {
  const account = await createTestAccount(server.pool);
  const toNumber = randomPhoneNumber();
  const place = () =>
    restClient(server.url, account.key).post(
      '/calls',
      { toNumber, agentId: account.agentId },
      { 'Idempotency-Key': 'once' },
    );
  // The statement that writes the call is under way when the line fails.
  await beside.query(WAIT_FOR_GO);
  const answer = place();
  const sleepers = `select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`;
  await until(async () => (await beside.query(sleepers)).rowCount === 1, 'the call to be written');
  line.freeze(true);
  await beside.query('insert into go values (true)');
  const callOf = async () =>
    (await beside.query('select id, dial from calls where to_number = $1', [toNumber])).rows[0];
  await until(callOf, 'the call to be there');
  expect((await answer).status).toBe(503);
  line.freeze(false);

  await until(async () => (await callOf()).dial === 'REFUSED', 'the call to be disowned');
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ reserved: 0, activeCalls: 0 });
  const { id } = await callOf();
  const disowned = (await restClient(server.url, account.key).get(`/calls/${id}`)).body.data.call;
  expect(disowned).toMatchObject({
    ...{ status: 'FAILED', endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM', creditsUsed: 0, retryable: true },
    explanation: expect.stringMatching(/nobody was dialled/),
  });
  expect(carrier.creates()).toHaveLength(0);
  const retry = await place();
  expect([retry.status, retry.body.data?.call.id === id]).toEqual([200, false]);
  expect(carrier.creates()).toHaveLength(1);
  expect(await ledgerFaults(server.pool)).toEqual({});
}, 20_000);
