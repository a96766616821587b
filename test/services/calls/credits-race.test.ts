import { type Answer, graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { isCreate, type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';

let carrier: ScriptedCarrier;
let servers: TestServer[];
let server: TestServer;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' };
  server = await startTestServer({ environment });
  servers = [server, await startTestServer({ environment, databaseUrl: server.databaseUrl })];
});
afterEach(async () => expect(await ledgerFaults(server.pool)).toEqual({}));
afterAll(async () => {
  for (const one of [...servers].reverse()) await one.stop();
  await carrier.close();
});

/** So many requests at once, spread over the servers. */
function storm(account: TestAccount, count: number, toNumber?: string): Promise<Answer[]> {
  const post = (index: number) =>
    restClient(servers[index % servers.length]?.url ?? '', account.key).post('/calls', {
      toNumber: toNumber ?? randomPhoneNumber(),
      agentId: account.agentId,
    });
  return Promise.all(Array.from({ length: count }, (_, index) => post(index)));
}

function tally(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const dials = (account: TestAccount) =>
  carrier.requests.filter((request) => isCreate(request) && request.form.get('From') === account.fromNumber).length;

/** The account's figures over every door of every server, and in the database. */
async function figures(account: TestAccount) {
  const seen: unknown[] = [];
  for (const { url } of servers) {
    const { body } = await restClient(url, account.key).get('/account');
    const { credits, limits } = body.data.account;
    seen.push({ credits, active: limits.activeCalls });
    const query =
      '{ account { credits { balance reserved available used } limits { activeCalls } } calls { totalCount } }';
    const { data } = (await graphqlClient(url, account.key)(query)).body;
    seen.push({ credits: data.account.credits, active: data.account.limits.activeCalls });
    const list = (await restClient(url, account.key).get('/calls?limit=1')).body.data.pagination.total;
    expect([list, data.calls.totalCount]).toEqual([20, 20]);
  }
  expect(new Set(seen.map((view) => JSON.stringify(view))).size).toBe(1);
  return seen[0];
}

test.each([
  ['different people', undefined],
  ['one person', randomPhoneNumber()],
])('of 200 requests at once to %s, credits for 20 pay for exactly 20', async (_name, toNumber) => {
  const account = await createTestAccount(server.pool, { credits: 100 });
  const answers = await storm(account, 200, toNumber);
  expect(tally(answers)).toEqual({ 200: 20, 402: 180 });
  expect(answers.find(({ status }) => status === 402)?.body).toEqual({
    success: false,
    error: 'Insufficient credits',
    details: { required: 5, available: 0, deficit: 5 },
  });
  expect(dials(account)).toBe(20);
  const ids = answers.filter(({ status }) => status === 200).map(({ body }) => body.data.call.id);
  expect(new Set(ids).size).toBe(20);
  const credits = { balance: 100, reserved: 100, available: 0, used: 0 };
  expect(await figures(account)).toEqual({ credits, active: 20 });
  expect(await ledgerOf(server.pool, account.accountId)).toEqual({
    balance: 100,
    reserved: 100,
    activeCalls: 20,
    entries: { GRANT: { count: 1, amount: 100 }, HOLD: { count: 20, amount: 100 } },
  });
  const people = await server.pool.query('select 1 from contacts where account_id = $1', [account.accountId]);
  expect(people.rowCount).toBe(toNumber ? 1 : 20);
});

test('of 200 requests at once, a limit of 20 concurrent calls lets exactly 20 through', async () => {
  const account = await createTestAccount(server.pool, { credits: 100_000, concurrentCalls: 20 });
  const answers = await storm(account, 200);
  expect(tally(answers)).toEqual({ 200: 20, 429: 180 });
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({
    success: false,
    error: 'Rate limit exceeded',
    details: { limit: 'concurrentCalls', quota: 20, remaining: 0 },
  });
  expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(dials(account)).toBe(20);
  const credits = { balance: 100_000, reserved: 100, available: 99_900, used: 0 };
  expect(await figures(account)).toEqual({ credits, active: 20 });
});

test('an ended call makes room for exactly one more', async () => {
  const account = await createTestAccount(server.pool, { credits: 100 });
  const placed = (await storm(account, 30)).filter(({ status }) => status === 200);
  await Promise.all(
    placed.slice(0, 3).map(({ body }) => restClient(server.url, account.key).post(`/calls/${body.data.call.id}/end`)),
  );
  expect(tally(await storm(account, 30))).toEqual({ 200: 3, 402: 27 });
  expect(dials(account)).toBe(23);
  expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({
    balance: 100,
    reserved: 100,
    activeCalls: 20,
  });
});

test('two accounts at once spend each their own credits, although they call the same person', async () => {
  const rich = await createTestAccount(server.pool, { credits: 100 });
  const poor = await createTestAccount(server.pool, { credits: 15 });
  const person = randomPhoneNumber();
  const [richly, poorly] = await Promise.all([storm(rich, 60, person), storm(poor, 60, person)]);
  expect(tally(richly)).toEqual({ 200: 20, 402: 40 });
  expect(tally(poorly)).toEqual({ 200: 3, 402: 57 });
  expect([dials(rich), dials(poor)]).toEqual([20, 3]);
  const contacts = await server.pool.query('select account_id from contacts where phone_number = $1', [person]);
  expect(contacts.rows.map((row) => row.account_id).toSorted()).toEqual([rich.accountId, poor.accountId].toSorted());
});

test('ends and beginnings at once never lose a credit', async () => {
  const account = await createTestAccount(server.pool, { credits: 100 });
  const waves = await Promise.all(
    servers.map(async ({ url }) => {
      const rest = restClient(url, account.key);
      let placed = 0;
      for (let round = 0; round < 4; round++) {
        const answers = await storm(account, 20);
        const ids = answers.filter(({ status }) => status === 200).map(({ body }) => body.data.call.id);
        await Promise.all(ids.map((id) => rest.post(`/calls/${id}/end`)));
        placed += ids.length;
      }
      return placed;
    }),
  );
  const total = waves.reduce((sum, placed) => sum + placed, 0);
  expect(total).toBeGreaterThanOrEqual(20);
  expect(dials(account)).toBe(total);
  expect(await ledgerOf(server.pool, account.accountId)).toEqual({
    balance: 100,
    reserved: 0,
    activeCalls: 0,
    entries: {
      GRANT: { count: 1, amount: 100 },
      HOLD: { count: total, amount: total * 5 },
      RELEASE: { count: total, amount: total * 5 },
    },
  });
});
