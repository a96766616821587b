import { grantCredits } from '../../../src/services/credits/grant-credits';
import { restClient } from '../../support/client';
import { createTestAccount } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { startTestServer, type TestServer } from '../../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(async () => expect(await ledgerFaults(server.pool)).toEqual({}));
afterAll(() => server.stop());

const MOST = 2 ** 31 - 1;

test('granted credits are there at once, over REST too', async () => {
  const { accountId, key } = await createTestAccount(server.pool, { credits: 10 });
  expect(await grantCredits(server.pool, { accountId, amount: 5, reason: 'bonus' })).toBe(15);
  const { body } = await restClient(server.url, key).get('/account');
  expect(body.data.account.credits).toEqual({ balance: 15, reserved: 0, available: 15, used: 0 });
});

test('a balance may reach 2^31 - 1 and never more, and a grant that is refused leaves no trace', async () => {
  const { accountId } = await createTestAccount(server.pool, { credits: MOST - 1 });
  await expect(grantCredits(server.pool, { accountId, amount: 2, reason: 'too much' })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  expect(await grantCredits(server.pool, { accountId, amount: 1, reason: 'the last one' })).toBe(MOST);
  expect(await ledgerOf(server.pool, accountId)).toMatchObject({ balance: MOST, entries: { GRANT: { count: 2 } } });
});

test('grants at once add up', async () => {
  const { accountId } = await createTestAccount(server.pool, { credits: 0 });
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => grantCredits(server.pool, { accountId, amount: index, reason: 'one' })),
  );
  expect(await ledgerOf(server.pool, accountId)).toMatchObject({ balance: 780, entries: { GRANT: { count: 40 } } });
});

test('a grant to nobody is refused', async () => {
  const accountId = '00000000-0000-4000-8000-000000000000';
  await expect(grantCredits(server.pool, { accountId, amount: 1, reason: 'lost' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
