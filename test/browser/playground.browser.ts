import path from 'node:path';
import type { Browser } from 'playwright-core';
import { createDatabase } from '../support/database';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';
import { type KnownFault, seriousIssues } from './support/accessibility';
import { openPage, SCREENSHOTS, startBrowser, VIEWS } from './support/browser';
import { openConsole } from './support/console';
import { region, runUntil, shown, tab, typeKey } from './support/playground';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** GraphiQL is not ours to change. */
const KNOWN: KnownFault[] = [
  {
    rule: 'nested-interactive',
    at: 'class="graphiql-tab',
    because: 'a tab holds two buttons, to choose and to close it; both have names and can be reached by keyboard',
  },
  {
    rule: 'label-content-name-mismatch',
    at: 'class="graphiql-un-styled graphiql-history-item-label',
    because:
      'an operation of the history is a button that is named for what it does, "Set active", and shows the operation',
  },
];

const TABS = ['PlaceCall', 'CallInFull', 'AccountUsage', 'AgentsAndNumbers'];

test.each(VIEWS)('the playground is well in $colorScheme, $width px wide', async (view) => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql`, view);
  await runUntil(page, (answer) => answer.includes('"initiateCall"'));
  const picture = (name: string) => path.join(SCREENSHOTS, `playground-${name}-${view.colorScheme}-${view.width}.png`);
  await page.screenshot({ path: picture('call') });
  expect(await seriousIssues(page, KNOWN)).toEqual([]);
  for (const panel of ['Magic numbers', 'Documentation Explorer', 'History']) {
    await page.getByRole('button', { name: `Show ${panel}` }).click();
    await page.getByRole('button', { name: `Hide ${panel}` }).waitFor();
    await page.screenshot({ path: picture(panel.toLowerCase().replace(' ', '-')) });
    expect(await seriousIssues(page, KNOWN)).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await close();
});

test('a call is placed, and followed to its end with the id that was filled in', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql`);
  const placed = await runUntil(page, (answer) => answer.includes('"call"'));
  const [, id = ''] = /"id": "([0-9a-f-]{36})"/.exec(placed) ?? [];
  expect(id).not.toBe('');
  await tab(page, 'CallInFull').click();
  expect(await shown(region(page, 'Variables'))).toContain(id);
  const ended = await runUntil(page, (answer) => answer.includes('"status": "COMPLETED"'));
  expect(ended).toContain(id);
  expect(complaints).toEqual([]);
  await close();
});

test('a call and its transcript are watched live', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql`);
  await runUntil(page, (answer) => answer.includes('"call"'));
  await tab(page, 'WatchCall').click();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const told = page.locator('.graphiql-response .view-line');
  await told.filter({ hasText: '"status": "COMPLETED"' }).first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: /^Stop query/ }).click();
  await tab(page, 'WatchTranscript').click();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await told.filter({ hasText: '"text": "' }).first().waitFor();
  // It ends by itself, when all is told.
  await page.getByRole('button', { name: /^Execute query/ }).waitFor({ timeout: 30_000 });
  expect(complaints).toEqual([]);
  await close();
});

test('what is watched goes on when the server is replaced; one that is away is named', async () => {
  const database = await createDatabase();
  let replaced = await startTestServer({ databaseUrl: database.url });
  const { page, close } = await openPage(browser, `${replaced.url}/graphql`);
  await runUntil(page, (answer) => answer.includes('"call"'));
  await tab(page, 'WatchCall').click();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const told = page.locator('.graphiql-response .view-line');
  await told.filter({ hasText: '"status"' }).first().waitFor();
  await replaced.stop();
  const environment = { PORT: new URL(replaced.url).port };
  replaced = await startTestServer({ databaseUrl: database.url, environment });
  await told.filter({ hasText: '"status": "COMPLETED"' }).first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: /^Stop query/ }).click();
  await replaced.stop();
  await tab(page, 'AccountUsage').click();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await told.filter({ hasText: 'There is no answer' }).waitFor();
  expect(await shown(region(page, 'Result Window'))).not.toContain('stack');
  await close();
  await database.drop();
});

test('each tab works as it is', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql`);
  for (const name of TABS) {
    await tab(page, name).click();
    expect(await runUntil(page, () => true)).toMatch(/^\{\s*"data": \{/);
  }
  expect(complaints).toEqual([]);
  await close();
});

test('a magic number that is clicked is the one to call', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql`);
  await page.getByRole('button', { name: 'Show Magic numbers' }).click();
  await page.getByRole('button', { name: '+15005550010 busy' }).click();
  await page.getByText('+15005550010 is the number to call.').waitFor();
  await runUntil(page, (answer) => answer.includes('"toNumber": "+15005550010"'));
  await tab(page, 'CallInFull').click();
  await runUntil(page, (answer) => answer.includes('"status": "BUSY"'));
  expect(complaints).toEqual([]);
  await close();
});

test('a link opens its document and variables, and so does another while it is open', async () => {
  const document = 'query Linked($id: ID!) { agent(id: $id) { name } }';
  const link = new URLSearchParams({ document, variables: JSON.stringify({ id: server.running.demo?.agentId }) });
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql#${link}`);
  await runUntil(page, (answer) => answer.includes('"name": "Demo agent"'));
  expect(page.url()).toBe(`${server.url}/graphql`);
  await tab(page, 'PlaceCall').waitFor();
  // While it is open, too.
  const other = new URLSearchParams({ document: 'query Other { account { name } }' });
  await page.evaluate(`location.hash = ${JSON.stringify(String(other))}`);
  await tab(page, 'Other').waitFor();
  await runUntil(page, (answer) => answer.includes('"name": "Demo"'));
  expect(page.url()).toBe(`${server.url}/graphql`);
  // What was open stays, with what is in it; what is open already is not opened again.
  await tab(page, 'Linked').click();
  await runUntil(page, (answer) => answer.includes('"name": "Demo agent"'));
  await page.evaluate(`location.hash = ${JSON.stringify(String(other))}`);
  await runUntil(page, (answer) => answer.includes('"name": "Demo"'));
  expect(await tab(page, 'Other').count()).toBe(1);
  expect(complaints).toEqual([]);
  await close();
});

test('the editors follow the colour scheme while they are open', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql`);
  const word = '.graphiql-query-editor .view-line span[class^=mtk]';
  // Words are there before their colours.
  await page.locator(word, { hasText: /^mutation$/ }).waitFor();
  const colour = () => page.evaluate<string>(`getComputedStyle(document.querySelector('${word}')).color`);
  const light = await colour();
  await page.emulateMedia({ colorScheme: 'dark' });
  await until(async () => (await colour()) !== light, 'the colours to change');
  await page.emulateMedia({ colorScheme: 'light' });
  await until(async () => (await colour()) === light, 'the colours to change back');
  expect(complaints).toEqual([]);
  await close();
});

test('a key that was typed elsewhere places a call with the account’s own agent; signing out forgets it all', async () => {
  const { key } = await createTestAccount(server.pool);
  const { page, complaints, close } = await openConsole(browser, server.url, { key });
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Playground' }).click();
  await runUntil(page, (answer) => answer.includes('"status": "INITIATED"'));
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Console' }).click();
  const kept = () => page.evaluate<string>('JSON.stringify(sessionStorage)');
  expect(await kept()).toContain('graphiql:queries');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  expect(await kept()).toBe('{}');
  expect(complaints).toEqual([]);
  await close();
});

test('who is not at this machine types a key once: it is in every tab, with its agent, and kept nowhere else', async () => {
  const { key } = await createTestAccount(server.pool);
  const { page, complaints, close } = await openPage(browser, `${server.url}/graphql`, undefined, {
    extraHTTPHeaders: { 'X-Forwarded-For': '203.0.113.7' },
  });
  await typeKey(page, key);
  // Its own agent is filled in.
  await runUntil(page, (answer) => answer.includes('"status": "INITIATED"'));
  // What is opened then has the key, too.
  await page.getByRole('button', { name: 'New tab' }).click();
  await region(page, 'Headers').getByText(key).waitFor();
  await tab(page, 'AccountUsage').click();
  await runUntil(page, (answer) => answer.includes('"name": "Acme"'));
  // What is open is stored a little later.
  const stored = () => page.evaluate<boolean>("JSON.parse(sessionStorage['graphiql:tabState']).activeTabIndex === 4");
  await until(stored, 'the tab to be stored');
  await page.reload();
  await tab(page, 'AccountUsage').click();
  await runUntil(page, (answer) => answer.includes('"name": "Acme"'));
  expect(await page.evaluate('JSON.stringify(localStorage)')).toBe('{}');
  expect(complaints).toEqual([]);
  await close();
});
