import { setTimeout as sleep } from 'node:timers/promises';
import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { INITIATE } from '../../support/graphql-documents';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { isCreate, type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { startServerProcess } from '../../support/server-process';

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

/** Repeats a request for as long as it is told that the first one is still running. */
async function untilAnswered<T>(ask: () => Promise<T>, retryAfter: (answer: T) => number | null): Promise<T> {
  for (;;) {
    const answer = await ask();
    const seconds = retryAfter(answer);
    if (seconds === null) return answer;
    told.push(seconds);
    await sleep(seconds * 1000);
  }
}
/** How long those who came meanwhile were told to wait, in seconds. */
const told: number[] = [];

test('fifty identical requests at once to two processes, by both doors, are one call, one ring, and answers that agree', async () => {
  const account = await createTestAccount(servers[0].pool, { credits: 100 });
  const input = { toNumber: randomPhoneNumber(), agentId: account.agentId, contactData: { order: 7 } };
  // Long enough for all of them to come while the first is being dialled.
  carrier.script(async (request) => {
    if (isCreate(request)) await sleep(500);
    return null;
  });
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' };
  const processes = await Promise.all([0, 1].map(() => startServerProcess(servers[0].databaseUrl, environment)));
  try {
    const urls = processes.map(({ url }) => url);
    const post = (url: string) =>
      untilAnswered(
        () => restClient(url, account.key).post('/calls', input, { 'Idempotency-Key': 'once' }),
        ({ status, headers }) => (status === 409 ? Number(headers.get('Retry-After')) : null),
      );
    const mutate = (url: string) =>
      untilAnswered(
        async () => {
          const variables = { input: { ...input, idempotencyKey: 'once' } };
          return (await graphqlClient(url, account.key)(INITIATE, variables)).body.data.initiateCall;
        },
        ({ code, retryAfterSeconds }) => (code === 'IDEMPOTENCY_IN_PROGRESS' ? retryAfterSeconds : null),
      );
    const half = Array.from({ length: 25 }, (_, index) => urls[index % 2] ?? '');
    const [rest, graphql] = await Promise.all([Promise.all(half.map(post)), Promise.all(half.map(mutate))]);
    expect(rest.map(({ status }) => status)).toEqual(Array(25).fill(200));
    expect(new Set(rest.map(({ text }) => text)).size).toBe(1);
    const first = { ...graphql[0], replayed: true };
    expect(graphql.map((one) => ({ ...one, replayed: true }))).toEqual(Array(25).fill(first));
    expect(first.call.id).toBe(rest[0]?.body.data.call.id);
    const originals = [
      ...rest.filter(({ headers }) => !headers.has('Idempotent-Replayed')),
      ...graphql.filter(({ replayed }) => !replayed),
    ];
    expect(originals).toHaveLength(1);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told)).toEqual(new Set([1]));
    expect(carrier.creates().filter(({ form }) => form.get('To') === input.toNumber)).toHaveLength(1);
    expect(await ledgerOf(servers[0].pool, account.accountId)).toMatchObject({ reserved: 5, activeCalls: 1 });
  } finally {
    carrier.script(() => null);
    await Promise.all(processes.map((one) => one.kill()));
  }
}, 30_000);

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
