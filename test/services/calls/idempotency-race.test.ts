import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { isCreate, type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';

let carrier: ScriptedCarrier;
let servers: [TestServer, TestServer];
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' };
  const first = await startTestServer({ environment });
  servers = [first, await startTestServer({ environment, databaseUrl: first.databaseUrl })];
});
afterEach(async () => expect(await ledgerFaults(servers[0].pool)).toEqual({}));
afterAll(async () => {
  await servers[1].stop();
  await servers[0].stop();
  await carrier.close();
});

test('fifty identical requests at once to two servers are one call, one ring, and answers that agree', async () => {
  const account = await createTestAccount(servers[0].pool, { credits: 100 });
  const input = { toNumber: randomPhoneNumber(), agentId: account.agentId };
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      restClient((index % 2 ? servers[0] : servers[1]).url, account.key).post('/calls', input, {
        'Idempotency-Key': 'once',
      }),
    ),
  );
  const fine = answers.filter(({ status }) => status === 200);
  const running = answers.filter(({ status }) => status === 409);
  expect(fine.length).toBeGreaterThan(0);
  expect(fine.length + running.length).toBe(50);
  expect(new Set(fine.map(({ text }) => text)).size).toBe(1);
  expect(fine.filter(({ headers }) => !headers.has('Idempotent-Replayed'))).toHaveLength(1);
  for (const { headers, body } of running) {
    expect(headers.get('Retry-After')).toBe('1');
    expect(body).toEqual({
      success: false,
      error: 'The first request with this idempotency key is still running',
    });
  }
  expect(carrier.creates().filter(({ form }) => form.get('To') === input.toNumber)).toHaveLength(1);
  expect(await ledgerOf(servers[0].pool, account.accountId)).toMatchObject({ reserved: 5, activeCalls: 1 });
});

test('of different requests at once with one key, one is placed and the others learn that the key is taken', async () => {
  const account = await createTestAccount(servers[0].pool, { credits: 100 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      restClient((index % 2 ? servers[0] : servers[1]).url, account.key).post(
        '/calls',
        { toNumber: randomPhoneNumber(), agentId: account.agentId },
        { 'Idempotency-Key': 'taken' },
      ),
    ),
  );
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([200, ...Array(19).fill(422)]);
  const dials = carrier.requests.filter((one) => isCreate(one) && one.form.get('From') === account.fromNumber);
  expect(dials).toHaveLength(1);
});

test('while the outcome is unknown repeats with the key are this call, and once given up the key is free', async () => {
  const account = await createTestAccount(servers[0].pool, { credits: 100 });
  const rest = restClient(servers[0].url, account.key);
  const input = { toNumber: randomPhoneNumber(), agentId: account.agentId };
  const post = () => rest.post('/calls', input, { 'Idempotency-Key': 'lost' });
  carrier.script((request) => (isCreate(request) && request.form.get('To') === input.toNumber ? 'reset' : null));
  const first = await post();
  const repeats = await Promise.all(Array.from({ length: 10 }, post));
  for (const { status, body } of [first, ...repeats]) expect([status, body.callId]).toEqual([500, first.body.callId]);
  carrier.script(() => null);
  await servers[0].pool.query('update calls set check_at = now() where id = $1', [first.body.callId]);
  expect(await rest.untilEnded(first.body.callId)).toMatchObject({ endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0 });
  const second = await post();
  expect(second.status).toBe(200);
  expect(second.body.data.call.id).not.toBe(first.body.callId);
});

test('a call that was answered for stays the key’s call, even if the provider later forgets it', async () => {
  const account = await createTestAccount(servers[0].pool, { credits: 100 });
  const rest = restClient(servers[0].url, account.key);
  const input = { toNumber: randomPhoneNumber(), agentId: account.agentId };
  const post = () => rest.post('/calls', input, { 'Idempotency-Key': 'kept' });
  const first = await post();
  const { id, callSid } = first.body.data.call;
  const missing = { status: 404, body: { status: 404, code: 20404, message: 'Not found' } };
  carrier.script(({ path }) => (path.includes(callSid) ? missing : null));
  await servers[0].pool.query('update calls set check_at = now() where id = $1', [id]);
  expect(await rest.untilEnded(id)).toMatchObject({ status: 'FAILED', endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0 });
  expect((await post()).text).toBe(first.text);
  expect(carrier.creates().filter(({ form }) => form.get('To') === input.toNumber)).toHaveLength(1);
});
