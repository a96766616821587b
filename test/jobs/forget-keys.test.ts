import { forgetIdempotencyKeys } from '../../src/services/calls/forget-keys';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { type ScriptedCarrier, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';

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

test('keys are deleted after 24 hours, by however many servers at once, and their calls stay', async () => {
  const { accountId, agentId, key } = await createTestAccount(server.pool);
  const rest = restClient(server.url, key);
  const placed = await Promise.all(
    ['young', 'old', 'older'].map((name) =>
      rest.post('/calls', { toNumber: randomPhoneNumber(), agentId }, { 'Idempotency-Key': name }),
    ),
  );
  await server.pool.query(
    `update idempotency_keys set created_at = now() - case key when 'young' then interval '23 hours 59 minutes'
       when 'old' then interval '24 hours 1 minute' else interval '9 days' end where account_id = $1`,
    [accountId],
  );
  await Promise.all([forgetIdempotencyKeys(server), forgetIdempotencyKeys(server)]);
  const { rows } = await server.pool.query('select key from idempotency_keys where account_id = $1', [accountId]);
  expect(rows).toEqual([{ key: 'young' }]);
  for (const { body } of placed) expect((await rest.get(`/calls/${body.data.call.id}`)).status).toBe(200);
});

test('more keys than fit one statement are deleted all the same, and one that is used anew meanwhile stays', async () => {
  const { accountId, agentId, key } = await createTestAccount(server.pool);
  const rest = restClient(server.url, key);
  const place = () => rest.post('/calls', { toNumber: '+14155550123', agentId }, { 'Idempotency-Key': 'anew' });
  const { body } = await place();
  await server.pool.query(
    `insert into idempotency_keys (account_id, key, fingerprint, call_id, contact_snapshot)
     select $1, 'key-' || n, '', $2, '{}' from generate_series(1, 12000) n`,
    [accountId, body.data.call.id],
  );
  await server.pool.query(`update idempotency_keys set created_at = now() - interval '2 days' where account_id = $1`, [
    accountId,
  ]);
  const [second] = await Promise.all([place(), forgetIdempotencyKeys(server)]);
  expect(second.body.data.call.id).not.toBe(body.data.call.id);
  const { rows } = await server.pool.query('select key from idempotency_keys where account_id = $1', [accountId]);
  expect(rows).toEqual([{ key: 'anew' }]);
});
