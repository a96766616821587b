import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { startTestServer, type TestServer } from '../../support/server';
import { type ServerProcess, startServerProcess } from '../../support/server-process';
import { dialledFrom } from '../../support/simulator-view';
import { until } from '../../support/until';

let survivor: TestServer;
let victim: ServerProcess;
let account: TestAccount;
beforeAll(async () => {
  survivor = await startTestServer();
});
beforeEach(async () => {
  account = await createTestAccount(survivor.pool);
  victim = await startServerProcess(survivor.databaseUrl);
});
afterEach(() => victim.kill());
afterAll(() => survivor.stop());

/** Waits until every call of the account is over, while the time of those that nobody can prove passes at once. */
async function allEnded(): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { rowCount } = await survivor.pool.query(
      `update calls set check_at = least(check_at, case when provider_sid is null then now() else check_at end)
       where account_id = $1 and end_time is null`,
      [account.accountId],
    );
    if (rowCount === 0) return;
    if (Date.now() > deadline) throw new Error(`${rowCount} calls are still live`);
    await sleep(100);
  }
}

/** Money is right, places are free, and the carrier was asked for each call once at most. */
async function expectOrder(): Promise<void> {
  expect(await ledgerFaults(survivor.pool)).toEqual({});
  expect(await ledgerOf(survivor.pool, account.accountId)).toMatchObject({ reserved: 0, activeCalls: 0 });
  const dialled = await dialledFrom(account.fromNumber);
  expect(new Set(dialled.map(({ url }) => url)).size).toBe(dialled.length);
}

test('a call whose server is killed right after it was accepted is settled by another server', async () => {
  const { agentId } = account;
  const placed = await restClient(victim.url, account.key).post('/calls', { toNumber: randomPhoneNumber(), agentId });
  await victim.kill();
  expect(placed.status).toBe(200);
  const { id, callSid } = placed.body.data.call;
  const ended = await restClient(survivor.url, account.key).untilEnded(id, 20);
  expect(ended).toMatchObject({ id, callSid, creditsReserved: 5 });
  const dialled = await dialledFrom(account.fromNumber);
  expect(dialled.map(({ sid }) => sid)).toEqual([callSid]);
  expect(dialled[0]?.status).toBe(ended.status.toLowerCase());
  await expectOrder();
});

const callIds = async () => {
  const statement = 'select id from calls where account_id = $1';
  const { rows } = await survivor.pool.query<{ id: string }>(statement, [account.accountId]);
  return rows.map(({ id }) => id);
};

test.each<[string, (acknowledged: number) => Promise<boolean>]>([
  ['at any moment', async () => Math.random() < 0.01],
  ['as soon as a call is written', async () => (await callIds()).length > 0],
  ['as soon as the carrier dials', async () => (await dialledFrom(account.fromNumber)).length > 0],
  ['after the first answer', async (acknowledged) => acknowledged >= 1],
  ['after ten answers', async (acknowledged) => acknowledged >= 10],
])('when a server is killed %s, no accepted call is lost and nobody is dialled twice', async (_moment, isNow) => {
  const inputs = Array.from({ length: 30 }, () => ({ toNumber: randomPhoneNumber(), agentId: account.agentId }));
  const post = (url: string, index: number) =>
    restClient(url, account.key).post('/calls', inputs[index], { 'Idempotency-Key': `key-${index}` });
  const acknowledged = new Map<number, Answer>();
  const asking = inputs.map(async (_input, index) => {
    const answer = await post(victim.url, index).catch(() => null);
    if (answer) acknowledged.set(index, answer);
  });
  while (!(await isNow(acknowledged.size))) await sleep(1);
  await victim.kill();
  await Promise.all(asking);

  for (const [index, answer] of acknowledged) {
    expect(answer.status).toBe(200);
    const repeat = await post(survivor.url, index);
    expect([repeat.status, repeat.text]).toEqual([200, answer.text]);
  }
  await allEnded();
  await expectOrder();
  const known = await callIds();
  for (const { url } of await dialledFrom(account.fromNumber)) expect(known).toContain(url.split('/').at(-2));
  for (const { body } of acknowledged.values()) expect(known).toContain(body.data.call.id);
});

test('what a server was storing of many calls when it was killed is learnt by another', async () => {
  const { agentId } = account;
  const blocker = await survivor.pool.connect();
  try {
    const asking = Array.from({ length: 10 }, () =>
      restClient(victim.url, account.key)
        .post('/calls', { toNumber: randomPhoneNumber(), agentId })
        .catch(() => null),
    );
    await until(async () => (await callIds()).length === 10, 'the calls to be written');
    // From here on nobody can write a milestone, so the victim hangs in the middle of its transactions.
    await blocker.query('begin');
    await blocker.query('lock table call_events in share row exclusive mode');
    await until(async () => {
      const { rowCount } = await blocker.query(
        `select 1 from pg_locks where relation = 'call_events'::regclass and not granted`,
      );
      return (rowCount ?? 0) > 0;
    }, 'the victim to hang');
    await victim.kill();
    await Promise.all(asking);
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
  await allEnded();
  await expectOrder();
});
