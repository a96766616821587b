import type { Browser } from 'playwright-core';
import { revokeApiKey } from '../../src/services/accounts/api-keys';
import { restClient } from '../support/client';
import { createDatabase, type TestDatabase } from '../support/database';
import { createTestAccount, PATIENT, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { createTestTwin } from '../support/test-twin';
import { until } from '../support/until';
import { startBrowser } from './support/browser';
import { openConsole, rowOf } from './support/console';

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  database = await createDatabase();
  [server, browser] = await Promise.all([startTestServer({ databaseUrl: database.url }), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

/** Places a call beside the browser. */
async function place({ key, agentId }: TestAccount, toNumber: string, url = server.url): Promise<string> {
  const { body } = await restClient(url, key).post('/calls', { toNumber, agentId });
  return body.data.call.id;
}

test('calls appear as they happen, and nothing moves under the pointer', async () => {
  const account = await createTestAccount(server.pool);
  const [first, second] = [randomPhoneNumber(), randomPhoneNumber()];
  const { page, complaints, close } = await openConsole(browser, server.url, { key: account.key });
  await page.getByText('No calls yet').waitFor();
  await place(account, first);
  await rowOf(page, first).getByText('Completed').waitFor({ timeout: 30_000 });
  await rowOf(page, first).hover();
  const before = await rowOf(page, first).boundingBox();
  await place(account, second);
  await page.getByRole('button', { name: 'Show 1 new call' }).waitFor();
  expect(await rowOf(page, first).boundingBox()).toEqual(before);
  expect(await rowOf(page, second).count()).toBe(0);
  await page.mouse.move(0, 0);
  await rowOf(page, second).getByText('Completed').waitFor({ timeout: 30_000 });
  // Anywhere on the row.
  await rowOf(page, second).getByText('Completed').click();
  await page.getByRole('heading', { level: 1, name: `Call to ${second}` }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('calls are found by status, by number and by id', async () => {
  const account = await createTestAccount(server.pool);
  const number = randomPhoneNumber();
  const rest = restClient(server.url, account.key);
  const [busy, other] = await Promise.all([place(account, '+15005550010'), place(account, number)]);
  await Promise.all([rest.untilEnded(busy), rest.untilEnded(other, 30)]);
  const { page, complaints, close } = await openConsole(browser, server.url, { key: account.key });
  await page.getByLabel('Status').selectOption('Busy');
  await rowOf(page, number).waitFor({ state: 'detached' });
  await rowOf(page, '+15005550010').waitFor();
  await page.getByLabel('Status').selectOption('All');
  const search = page.getByLabel('Number or call id');
  await search.fill(`${number.slice(0, 5)} ${number.slice(5)}`);
  await search.press('Enter');
  await rowOf(page, '+15005550010').waitFor({ state: 'detached' });
  await rowOf(page, number).waitFor();
  await search.fill('nonsense');
  await search.press('Enter');
  await page.getByText('Neither a whole phone number').waitFor();
  await search.fill(busy);
  await search.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Call to +15005550010' }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('older calls come page by page, and are there for who goes back', async () => {
  const account = await createTestAccount(server.pool);
  await Promise.all(Array.from({ length: 60 }, () => place(account, '+15005550010')));
  const { page, complaints, close } = await openConsole(browser, server.url, { key: account.key });
  await rowOf(page, '+15005550010').first().waitFor();
  expect(await rowOf(page, '+15005550010').count()).toBe(50);
  await page.getByRole('button', { name: 'Older calls' }).click();
  await rowOf(page, '+15005550010').nth(59).waitFor();
  await page.getByRole('button', { name: 'Older calls' }).waitFor({ state: 'detached' });
  expect(await rowOf(page, '+15005550010').count()).toBe(60);
  // Who reads further down stays there until they ask for what is new.
  await page.evaluate('scrollTo(0, document.body.scrollHeight)');
  await place(account, '+15005550011');
  const show = page.getByRole('button', { name: 'Show 1 new call' });
  await show.waitFor();
  expect(await page.evaluate('scrollY')).toBeGreaterThan(500);
  expect((await show.boundingBox())?.y).toBeLessThan(100);
  await show.click();
  await until(async () => (await page.evaluate('scrollY')) === 0, 'the top of the page');
  await rowOf(page, '+15005550011').waitFor();
  // Who comes back from a call is where they were; who comes by a link begins at the top.
  await page.evaluate('scrollTo(0, document.body.scrollHeight)');
  const end = await page.evaluate<number>('scrollY');
  await rowOf(page, '+15005550010').last().getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Call to +15005550010' }).waitFor();
  await page.goBack();
  await rowOf(page, '+15005550010').nth(59).waitFor();
  await until(async () => (await page.evaluate('scrollY')) === end, 'the place in the list');
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  await until(async () => (await page.evaluate('scrollY')) === 0, 'the top of the list');
  expect(complaints).toEqual([]);
  await close();
});

test('a server that is away is named, and what happened meanwhile is there when it is back', async () => {
  const account = await createTestAccount(server.pool);
  const number = randomPhoneNumber();
  let first = await startTestServer({ databaseUrl: database.url });
  const { page, close } = await openConsole(browser, first.url, { key: account.key });
  await page.getByText('No calls yet').waitFor();
  await first.stop();
  await page.getByText('The server cannot be reached. Trying again').waitFor();
  const id = await place(account, number);
  await restClient(server.url, account.key).untilEnded(id, 30);
  const environment = { PORT: new URL(first.url).port };
  first = await startTestServer({ databaseUrl: database.url, environment });
  await rowOf(page, number).getByText('Completed').waitFor({ timeout: 30_000 });
  await page.getByText('The server cannot be reached.').waitFor({ state: 'detached' });
  await close();
  await first.stop();
});

test('a key that is revoked leads to signing in, and is kept nowhere', async () => {
  const account = await createTestAccount(server.pool);
  const { page, close } = await openConsole(browser, server.url, { key: account.key });
  await page.getByText('No calls yet').waitFor();
  const stored = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])';
  expect(await page.evaluate(stored)).toBe(JSON.stringify([{}, { 'call-manager.key': account.key }]));
  await revokeApiKey(server.pool, { accountId: account.accountId, id: account.keyId });
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await page.getByRole('alert').filter({ hasText: /key/i }).waitFor();
  expect(await page.evaluate(stored)).toBe(JSON.stringify([{}, {}]));
  await close();
});

test('a test key says so', async () => {
  const twin = await createTestTwin(server.pool, await createTestAccount(server.pool));
  const { page, complaints, close } = await openConsole(browser, server.url, { key: twin.key, hash: '#/usage' });
  await page.getByText('Test mode', { exact: true }).waitFor();
  await page.getByText('No limit').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('what is missing is told at its field, before anybody is dialled', async () => {
  const account = await createTestAccount(server.pool, {
    agent: { firstMessage: 'Hello from {{visit.company}}.', settings: { variables: { missing: 'REFUSE' } } },
  });
  const { page, complaints, close } = await openConsole(browser, server.url, { key: account.key, hash: '#/new' });
  await page.getByText('Would not be dialled').waitFor();
  await page.getByLabel('Number to call').fill('12');
  await page.getByRole('button', { name: 'Place the call' }).click();
  await page.getByLabel('Number to call').and(page.locator('[aria-invalid="true"]:focus')).waitFor();
  await page.getByLabel('Number to call').fill('+15005550010');
  await page.getByRole('button', { name: 'Place the call' }).click();
  await page.getByLabel('visit.company').and(page.locator('[aria-invalid="true"]')).waitFor();
  await page.getByLabel('visit.company').fill('Acme');
  await page.getByText('Hello from Acme.').waitFor();
  await page.getByText('Would be dialled').waitFor();
  await page.getByRole('button', { name: 'Place the call' }).click();
  await page.getByRole('heading', { level: 1, name: 'Call to Ada Lovelace' }).waitFor();
  await page.getByRole('article').getByText('Busy').first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('a call that the provider refuses says why, and leads to the call', async () => {
  const account = await createTestAccount(server.pool);
  const { page, complaints, close } = await openConsole(browser, server.url, { key: account.key, hash: '#/new' });
  await page.getByText('Numbers that always do the same').click();
  await page.getByRole('button', { name: /^\+15005550001/ }).click();
  await page.getByRole('button', { name: 'Place the call' }).click();
  await page.getByRole('link', { name: 'See the call' }).click();
  await page.getByRole('article').getByText('Failed').first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('a call whose answer was lost is placed once, whatever stood in the form meanwhile', async () => {
  const account = await createTestAccount(server.pool);
  const number = randomPhoneNumber();
  const { page, close } = await openConsole(browser, server.url, { key: account.key, hash: '#/new' });
  let lost = 0;
  await page.route('**/graphql', async (route) => {
    if (lost > 0 || !route.request().postData()?.includes('mutation PlaceCall')) return route.fallback();
    lost++;
    await route.fetch();
    await route.abort();
  });
  const place = page.getByRole('button', { name: 'Place the call' });
  const name = page.getByLabel('Name of the person');
  await page.getByLabel('Number to call').fill(number);
  await place.click();
  const problem = page.getByText('it rings once at most');
  await problem.waitFor();
  await name.fill('Somebody else');
  await problem.waitFor({ state: 'detached' });
  await name.fill('Ada Lovelace');
  await problem.waitFor();
  await place.click();
  await page.getByRole('heading', { level: 1, name: 'Call to Ada Lovelace' }).waitFor();
  const { body } = await restClient(server.url, account.key).get('/calls');
  expect([lost, body.data.pagination.total]).toEqual([1, 1]);
  await close();
});

test('who asks too often is told so, and not that the server is away', async () => {
  const account = await createTestAccount(server.pool, { requestsPerMinute: 60 });
  const rest = restClient(server.url, account.key);
  const { page, close } = await openConsole(browser, server.url, { key: account.key, hash: '#/new' });
  await page.getByText('Would be dialled').waitFor();
  while ((await rest.get('/account')).status !== 429);
  await page.getByRole('button', { name: 'Place the call' }).click();
  await page.getByText(/may make 60 requests a minute.* it rings once at most/).waitFor();
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  await page.getByLabel('Number or call id').fill('nonsense');
  await page.keyboard.press('Enter');
  await page.getByText('may make 60 requests a minute').waitFor();
  await close();
});

test('a live call can be ended, analyzed again, and listened to', async () => {
  const account = await createTestAccount(server.pool, { agent: { ...PATIENT, settings: { record: true } } });
  const { page, complaints, close } = await openConsole(browser, server.url, { key: account.key });
  const id = await place(account, '+15005550018');
  await page.evaluate(`location.hash = '#/calls/${id}'`);
  await page.locator('.turn').nth(1).waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'End call' }).click();
  await page.getByRole('button', { name: 'End it now' }).click();
  await page.getByText('Ended by API').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Analyze again' }).and(page.locator(':enabled')).click({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Analyze again' }).and(page.locator(':enabled')).waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: /^Listen/ }).click({ timeout: 30_000 });
  await page.locator('audio').waitFor();
  await until(() => page.evaluate<boolean>("document.querySelector('audio').duration > 0"), 'the sound');
  expect(complaints).toEqual([]);
  await close();
});

test('a call opens in the playground', async () => {
  const account = await createTestAccount(server.pool);
  const id = await place(account, '+15005550010');
  const { page, complaints, close } = await openConsole(browser, server.url, {
    key: account.key,
    hash: `#/calls/${id}`,
  });
  await page.getByRole('link', { name: 'this call', exact: true }).click();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.graphiql-response .view-line', { hasText: id }).first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});
