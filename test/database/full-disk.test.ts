import { inStatement } from '../../src/database/transaction';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';
import { until } from '../support/until';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool, { agent: { maxDurationSeconds: 1800 } });
});
afterAll(() => server.stop());

/** Tables to which a call's course is written; each insert and update fails as one on a full disk does. */
const WRITTEN = ['calls', 'call_events', 'credit_entries', 'transcript_turns'];

async function fillDisk(): Promise<void> {
  await server.pool.query(`
    create function no_space() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
    ${WRITTEN.map((table) => `create trigger full_disk before insert or update on ${table} for each statement execute function no_space();`).join('\n')}`);
}

test('with a full disk calls are refused with 503, reading goes on, and talks end as they would have', async () => {
  const rest = restClient(server.url, account.key);
  const graphql = graphqlClient(server.url, account.key);
  const call = () => ({ toNumber: randomPhoneNumber(), agentId: account.agentId });
  const { id } = (await rest.post('/calls', call())).body.data.call;
  await until(async () => (await rest.get(`/calls/${id}`)).body.data.call.status === 'ANSWERED', 'somebody to answer');
  await fillDisk();
  const before = await tally(server.url, account.key);
  const refused = await rest.post('/calls', call());
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '2']);
  expect(refused.body).toMatchObject({ success: false, error: 'Service unavailable' });
  const mutation = 'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }';
  const asked = await graphql(mutation, { input: call() });
  expect([asked.status, asked.headers.get('Retry-After')]).toEqual([503, '2']);
  expect(asked.body.errors[0].extensions).toEqual({ code: 'UNAVAILABLE', retryAfterSeconds: 2 });
  expect(await tally(server.url, account.key)).toEqual(before);
  expect((await rest.get(`/calls/${id}`)).status).toBe(200);

  await inStatement(server.pool, { text: 'drop function no_space cascade' });
  const ended = await rest.untilEnded(id, 30);
  expect(ended.status).toBe('COMPLETED');
  expect((await rest.post('/calls', call())).status).toBe(200);
  expect(await ledgerFaults(server.pool)).toEqual({});
});
