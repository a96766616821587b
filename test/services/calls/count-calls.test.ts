import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { ledgerFaults } from '../../support/ledger';
import { carrierError, type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';

let carrier: ScriptedCarrier;
let server: TestServer;
let twilio: TwilioCaller;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  twilio = await twilioCaller(server.pool);
});
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

const OUTCOMES = ['completed', 'busy', 'no-answer', 'failed', 'canceled'] as const;

async function placeCalls(account: TestAccount, count: number) {
  const { post } = restClient(server.url, account.key);
  const { accountId, agentId } = account;
  const answers = await Promise.all(
    Array.from({ length: count }, () => post('/calls', { toNumber: randomPhoneNumber(), agentId })),
  );
  return answers.map(({ body }) => ({ accountId, id: body.data.call.id, sid: body.data.call.callSid }));
}

/** How many calls a list says it has, on a page too small to hold them. */
async function totalOf({ key }: TestAccount, filter: object = {}): Promise<number> {
  const query = 'query ($filter: CallFilter) { calls(first: 1, filter: $filter) { totalCount } }';
  const { body } = await graphqlClient(server.url, key)(query, { filter });
  return body.data.calls.totalCount;
}

test('while calls end on every way at once, a list counts each of them at every moment', async () => {
  const account = await createTestAccount(server.pool);
  const calls = await placeCalls(account, 40);
  let ending = true;
  const ends = Promise.all(
    calls.map((call, index) => {
      const outcome = OUTCOMES[index % OUTCOMES.length] ?? 'completed';
      return twilio.post(server, call, 'status', statusFields(outcome, { at: 20, duration: 10 }));
    }),
  ).finally(() => {
    ending = false;
  });
  const totals: number[] = [];
  do totals.push(...(await Promise.all([totalOf(account), totalOf(account, { agentId: account.agentId })])));
  while (ending);
  await ends;
  expect(new Set(totals)).toEqual(new Set([40]));
  expect(await totalOf(account)).toBe(40);
  expect(await ledgerFaults(server.pool)).toEqual({});
});

test('totals by status and agent are those of the calls themselves, refused ones and those under way included', async () => {
  const account = await createTestAccount(server.pool);
  const calls = await placeCalls(account, 12);
  await Promise.all(
    calls.slice(0, 10).map((call, index) => {
      const outcome = OUTCOMES[index % OUTCOMES.length] ?? 'completed';
      return twilio.post(server, call, 'status', statusFields(outcome, { at: 20, duration: 10 }));
    }),
  );
  carrier.script(() => carrierError(400, 21217, 'Phone number does not appear to be valid'));
  const refused = { toNumber: randomPhoneNumber(), agentId: account.agentId };
  expect((await restClient(server.url, account.key).post('/calls', refused)).status).toBe(500);
  carrier.script(() => null);

  const { rows } = await server.pool.query<{ status: string; count: number }>(
    'select status, count(*)::int from calls where account_id = $1 group by 1',
    [account.accountId],
  );
  const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  expect(counts).toEqual({ INITIATED: 2, COMPLETED: 2, BUSY: 2, NO_ANSWER: 2, FAILED: 5 });
  for (const [status, count] of Object.entries(counts)) {
    expect([status, await totalOf(account, { status: [status] })]).toEqual([status, count]);
  }
  expect(await totalOf(account, { status: ['BUSY', 'INITIATED', 'RINGING'], agentId: account.agentId })).toBe(4);
  expect(await totalOf(account, { agentId: account.accountId })).toBe(0);
  expect(await totalOf(account, { status: [] })).toBe(0);
  expect(await totalOf(account, { status: ['FAILED'], startDate: new Date(0).toISOString() })).toBe(5);
  expect(await totalOf(await createTestAccount(server.pool))).toBe(0);
});
