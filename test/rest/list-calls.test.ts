import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

interface Listed {
  id: string;
  startTime: string;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** Places calls one after the other, and answers their ids, the newest first. */
async function place({ key, agentId }: TestAccount, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { body } = await restClient(server.url, key).post('/calls', { toNumber: randomPhoneNumber(), agentId });
    ids.unshift(body.data.call.id);
  }
  return ids;
}

/** A page of the list: the ids on it, and its pagination. */
async function page({ key }: TestAccount, query: string) {
  const { status, body } = await restClient(server.url, key).get(`/calls${query}`);
  expect(status).toBe(200);
  return { ids: body.data.calls.map(({ id }: Listed) => id), pagination: body.data.pagination };
}

test('an account without calls has an empty first page', async () => {
  expect(await page(await createTestAccount(server.pool), '')).toEqual({
    ids: [],
    pagination: { page: 1, limit: 20, total: 0, totalPages: 0, hasMore: false, nextCursor: null },
  });
});

test('a list has 20 calls a page, the newest first, and counts them', async () => {
  const account = await createTestAccount(server.pool);
  const ids = await place(account, 21);
  const first = await page(account, '');
  expect(first).toEqual({
    ids: ids.slice(0, 20),
    pagination: { page: 1, limit: 20, total: 21, totalPages: 2, hasMore: true, nextCursor: expect.any(String) },
  });
  expect(await page(account, '?page=2')).toEqual({
    ids: ids.slice(20),
    pagination: { page: 2, limit: 20, total: 21, totalPages: 2, hasMore: false, nextCursor: null },
  });
  expect(await page(account, '?page=3')).toEqual({
    ids: [],
    pagination: { page: 3, limit: 20, total: 21, totalPages: 2, hasMore: false, nextCursor: null },
  });
  expect((await page(account, '?limit=100')).ids).toEqual(ids);
  expect((await page(account, '?page=&limit=&cursor=')).pagination).toEqual(first.pagination);
});

test('pages of another size hold every call once', async () => {
  const account = await createTestAccount(server.pool);
  const ids = await place(account, 5);
  const pages = await Promise.all([1, 2, 3].map((number) => page(account, `?limit=2&page=${number}`)));
  expect(pages.flatMap((one) => one.ids)).toEqual(ids);
  expect(pages.map(({ pagination }) => [pagination.totalPages, pagination.hasMore])).toEqual([
    [3, true],
    [3, true],
    [3, false],
  ]);
});

test('with a cursor nothing is counted, and the pages go on where the last one ended while calls are added', async () => {
  const account = await createTestAccount(server.pool);
  const ids = await place(account, 5);
  const seen: string[] = [];
  let { ids: on, pagination } = await page(account, '?limit=2');
  seen.push(...on);
  while (pagination.nextCursor !== null) {
    await place(account, 1);
    ({ ids: on, pagination } = await page(account, `?limit=2&cursor=${encodeURIComponent(pagination.nextCursor)}`));
    expect(pagination).toMatchObject({ page: null, limit: 2, total: null, totalPages: null });
    expect(pagination.hasMore).toBe(pagination.nextCursor !== null);
    seen.push(...on);
  }
  expect(seen).toEqual(ids);
});

test('the oldest come first when asked for, by page and by cursor', async () => {
  const account = await createTestAccount(server.pool);
  const ids = (await place(account, 3)).toReversed();
  expect((await page(account, '?sort=-startTime')).ids).toEqual(ids.toReversed());
  expect((await page(account, '?sort=startTime')).ids).toEqual(ids);
  const first = await page(account, '?sort=startTime&limit=2');
  const next = await page(account, `?sort=startTime&limit=2&cursor=${first.pagination.nextCursor}`);
  expect([...first.ids, ...next.ids]).toEqual(ids);
});

test('a list holds the calls of its account only', async () => {
  const [mine, other] = await Promise.all([createTestAccount(server.pool), createTestAccount(server.pool)]);
  const ids = await place(mine, 2);
  await place(other, 1);
  const cursor = (await page(other, '?limit=1')).pagination.nextCursor;
  expect(cursor).toBeNull();
  expect((await page(mine, '')).ids).toEqual(ids);
  const foreign = (await page(mine, '?limit=1')).pagination.nextCursor;
  for (const id of (await page(other, `?cursor=${foreign}`)).ids) expect(ids).not.toContain(id);
});

test.each([
  ['page=0', 'page'],
  ['page=-1', 'page'],
  ['page=x', 'page'],
  ['page=1.5', 'page'],
  ['page=1e2', 'page'],
  ['page=1&page=2', 'page'],
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=ten', 'limit'],
  ['cursor=nonsense', 'cursor'],
  [`cursor=${Buffer.from("calls 2026-01-01T00:00:00.000Z ' or 1=1").toString('base64url')}`, 'cursor'],
  ['cursor=x&page=2', 'page'],
  ['status=DONE', 'status'],
  ['status=COMPLETED,DONE', 'status'],
  ['toNumber=12345', 'toNumber'],
  ['startDate=yesterday', 'startDate'],
  ['startDate=2026-13-01', 'startDate'],
  ['startDate=2026-02-30', 'startDate'],
  ['startDate=2026-06-31T10:00:00Z', 'startDate'],
  ['endDate=2026-01-01T00:00:60Z', 'endDate'],
  ['endDate=2026-01-01T00:00', 'endDate'],
  ['sort=duration', 'sort'],
])('the query ?%s is refused by the name of the parameter', async (query, name) => {
  const { key } = await createTestAccount(server.pool);
  const { status, body } = await restClient(server.url, key).get(`/calls?${query}`);
  expect(status).toBe(400);
  expect(body).toMatchObject({ success: false, error: 'Invalid query parameters' });
  expect(Object.keys(body.issues)).toEqual([name]);
  expect(body.issues[name]).toEqual([expect.any(String)]);
});

test('everything that is wrong with a query is told at once', async () => {
  const { key } = await createTestAccount(server.pool);
  const query = 'page=0&limit=0&status=x&toNumber=1&startDate=x&endDate=x&sort=x';
  const { status, body } = await restClient(server.url, key).get(`/calls?${query}`);
  expect(status).toBe(400);
  const names = ['endDate', 'limit', 'page', 'sort', 'startDate', 'status', 'toNumber'];
  expect(Object.keys(body.issues).toSorted()).toEqual(names);
});
