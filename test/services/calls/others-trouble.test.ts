import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const place = (account: TestAccount) =>
  restClient(server.url, account.key).post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });

test('an account whose balance somebody holds is told to try again, and delays no other for long', async () => {
  const [held, free] = [await createTestAccount(server.pool), await createTestAccount(server.pool)];
  const holder = await server.pool.connect();
  await holder.query('begin');
  await holder.query('select 1 from credit_balances where account_id = $1 for update', [held.accountId]);
  const began = Date.now();
  const refused = Promise.all([place(held), place(held), place(held)]);
  const served = Promise.all([place(free), place(free)]);
  expect((await served).map(({ status }) => status)).toEqual([200, 200]);
  expect(Date.now() - began).toBeLessThan(4000);
  for (const { status, headers, body } of await refused) {
    expect(status).toBe(503);
    expect(headers.get('Retry-After')).toBe('2');
    expect(body).toMatchObject({ success: false, error: 'Service unavailable' });
  }
  await holder.query('rollback');
  holder.release();
  expect((await place(held)).status).toBe(200);
});
