import { Client } from 'pg';
import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { ledgerFaults } from '../../support/ledger';
import {
  type CarrierReply,
  isCreate,
  newSid,
  type ScriptedCarrier,
  startScriptedCarrier,
} from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { shared } from '../../support/shared';
import { statusFields, twilioCaller } from '../../support/twilio-caller';
import { until } from '../../support/until';

let carrier: ScriptedCarrier;
let server: TestServer;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
});
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

/** Cuts every connection to the test's database and lets nobody in, until the function that it returns is called. */
async function takeDatabaseAway(): Promise<() => Promise<void>> {
  const name = /@\/([^?]+)/.exec(server.databaseUrl)?.[1] ?? '';
  const admin = new Client({ connectionString: shared().databaseUrl.replace(/@\/[^?]+/, '@/postgres') });
  admin.on('error', () => undefined);
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  return async () => {
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
  };
}

test('a call that was dialled while the database went away is not dialled again by the retry', async () => {
  const account = await createTestAccount(server.pool);
  const rest = restClient(server.url, account.key);
  const toNumber = randomPhoneNumber();
  const sid = newSid();
  let bringBack: () => Promise<void> = async () => undefined;
  carrier.script(async (request): Promise<CarrierReply> => {
    if (!isCreate(request)) return 'reset';
    bringBack = await takeDatabaseAway();
    return { status: 201, body: { sid, status: 'queued' } };
  });
  const answer = await rest.post('/calls', { toNumber, agentId: account.agentId });
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ error: 'Failed to initiate call', callId: expect.any(String) });
  expect(answer.body.details).toContain('unknown');

  await bringBack();
  const call = { accountId: account.accountId, id: answer.body.callId as string, sid };
  await until(async () => {
    const { rows } = await server.pool.query(
      'select 1 from calls where id = $1 and answer_owed and provider_sid = $2',
      [call.id, sid],
    );
    return rows.length === 1;
  }, 'the reply and the debt to be stored after all');
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200, 'the server to be ready');
  await (await twilioCaller(server.pool)).post(server, call, 'status', statusFields('ringing', { at: 1 }));

  const retry = await rest.post('/calls', { toNumber, agentId: account.agentId });
  expect([retry.status, retry.body.data?.call.id]).toEqual([200, call.id]);
  expect(carrier.creates().filter(({ form }) => form.get('To') === toNumber)).toHaveLength(1);
  expect(await ledgerFaults(server.pool)).toEqual({});
});

test('somebody who answers while the database is away for a moment is talked to once it is back', async () => {
  await until(async () => (await fetch(`${server.url}/readyz`)).status === 200, 'the server to be ready');
  const account = await createTestAccount(server.pool);
  const sid = newSid();
  carrier.script(() => ({ status: 201, body: { sid, status: 'queued' } }));
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const call = { accountId: account.accountId, id: body.data.call.id as string, sid };
  const twilio = await twilioCaller(server.pool);
  const bringBack = await takeDatabaseAway();
  const answer = twilio.post(server, call, 'answer');
  expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 500, 'waiting'))])).toBe('waiting');
  await bringBack();
  const { status, text } = await answer;
  expect(status).toBe(200);
  expect(text).toContain('<ConversationRelay');
});
