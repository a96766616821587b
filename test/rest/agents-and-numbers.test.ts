import { AgentStatus } from '../../src/entities/enums';
import { createAgent } from '../../src/services/agents/create-agent';
import { addPhoneNumber } from '../../src/services/phone-numbers/add-phone-number';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

const ONE_PAGE = { page: 1, limit: 20, total: 2, totalPages: 1, hasMore: false, nextCursor: null };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('agents are listed with what a caller needs of them, the newest first', async () => {
  const { accountId, key, agentId, fromNumberId } = await createTestAccount(server.pool);
  await createTestAccount(server.pool);
  const draft = { name: 'Draft', status: AgentStatus.DRAFT, prompt: 'x', firstMessage: 'x', language: 'de-DE' };
  const { id } = await createAgent(server.pool, {
    accountId,
    fromNumberId: null,
    maxDurationSeconds: 90,
    creditsPerMinute: 1,
    ...draft,
  });
  const { status, body } = await restClient(server.url, key).get('/agents');
  expect(status).toBe(200);
  expect(body).toEqual({
    success: true,
    data: {
      agents: [
        { id, name: 'Draft', status: 'DRAFT', language: 'de-DE', maxDurationSeconds: 90, fromNumberId: null },
        {
          id: agentId,
          name: 'Test agent',
          status: 'APPROVED',
          language: 'en-US',
          maxDurationSeconds: 300,
          fromNumberId,
        },
      ],
      pagination: ONE_PAGE,
    },
  });
});

test('numbers are listed with what a caller needs of them, the newest first', async () => {
  const { accountId, key, fromNumberId, fromNumber } = await createTestAccount(server.pool);
  await createTestAccount(server.pool);
  const phoneNumber = randomPhoneNumber();
  const { id } = await addPhoneNumber(server.pool, { accountId, phoneNumber, label: 'Sales' });
  await server.pool.query(`update phone_numbers set status = 'INACTIVE' where id = $1`, [id]);
  const { status, body } = await restClient(server.url, key).get('/phone-numbers');
  expect(status).toBe(200);
  expect(body).toEqual({
    success: true,
    data: {
      phoneNumbers: [
        { id, phoneNumber, label: 'Sales', status: 'INACTIVE' },
        { id: fromNumberId, phoneNumber: fromNumber, label: null, status: 'ACTIVE' },
      ],
      pagination: ONE_PAGE,
    },
  });
});

test.each(['agents', 'phone-numbers'])('%s can be read in pages, by number and by cursor', async (name) => {
  const { accountId, key, fromNumberId } = await createTestAccount(server.pool);
  await addPhoneNumber(server.pool, { accountId, phoneNumber: randomPhoneNumber() });
  const agent = { name: 'Second', status: AgentStatus.DRAFT, prompt: 'x', firstMessage: 'x', fromNumberId };
  await createAgent(server.pool, { accountId, creditsPerMinute: 1, ...agent });
  const rest = restClient(server.url, key);
  const read = async (query: string) => {
    const { pagination, ...lists } = (await rest.get(`/${name}${query}`)).body.data;
    const [items] = Object.values(lists) as Array<Array<{ id: string }>>;
    return { ids: items?.map(({ id }) => id), pagination };
  };
  const { ids: all = [] } = await read('');
  const first = await read('?limit=1');
  expect(first.ids).toEqual(all.slice(0, 1));
  expect(first.pagination).toMatchObject({ page: 1, limit: 1, total: 2, totalPages: 2, hasMore: true });
  expect((await read('?limit=1&page=2')).ids).toEqual(all.slice(1));
  const next = await read(`?limit=1&cursor=${first.pagination.nextCursor}`);
  expect(next.ids).toEqual(all.slice(1));
  expect(next.pagination).toEqual({
    ...{ page: null, limit: 1, total: null, totalPages: null, hasMore: false, nextCursor: null },
  });
  expect((await rest.get(`/${name}?limit=0&cursor=x`)).status).toBe(400);
});
