import { graphqlClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
/** More than share a statement, each with as many calls as its place says, nine of a time. */
let accounts: Array<TestAccount & { calls: string[] }>;
beforeAll(async () => {
  server = await startTestServer();
  accounts = [];
  for (let place = 0; place < 25; place++) {
    const account = await createTestAccount(server.pool);
    const times = Array.from({ length: place }, (_, index) => ({
      startTime: new Date(Date.UTC(2024, 0, 1, 0, Math.floor(index / 9))),
    }));
    await insertCalls(server.pool, account, times);
    const { rows } = await server.pool.query<{ id: string }>(
      'select id from calls where account_id = $1 order by start_time desc, id desc',
      [account.accountId],
    );
    accounts.push({ ...account, calls: rows.map(({ id }) => id) });
  }
});
afterAll(() => server.stop());

test.each(['first: 1', 'first: 12', 'last: 12', 'first: 100'])(
  'accounts that ask for %s at the same time see their own rows alone, in order, each as often as they ask',
  async (parameters) => {
    const size = Number(parameters.split(' ')[1]);
    const document = `{ calls(${parameters}) { totalCount edges { node { id } } } agents(${parameters}) { edges { node { id } } }
      contacts(${parameters}) { totalCount } }`;
    const ask = async ({ key, agentId, calls }: TestAccount & { calls: string[] }) => {
      const { body } = await graphqlClient(server.url, key)(document);
      const expected = parameters.startsWith('last') ? calls.slice(-size) : calls.slice(0, size);
      expect(body).toEqual({
        data: {
          calls: { totalCount: calls.length, edges: expected.map((id) => ({ node: { id } })) },
          agents: { edges: [{ node: { id: agentId } }] },
          contacts: { totalCount: calls.length },
        },
      });
    };
    await Promise.all([...accounts, ...accounts].map(ask));
  },
);
