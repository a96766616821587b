import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Json } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { seriousIssues } from './support/accessibility';
import { openPage, SCREENSHOTS, startBrowser, VIEWS } from './support/browser';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** An operation of the viewer, opened. */
async function open(page: Page, summary: string): Promise<Locator> {
  const operation = page.locator('.opblock').filter({ has: page.getByText(summary, { exact: true }) });
  await operation.locator('.opblock-summary-control').press('Enter');
  return ready(operation);
}

async function ready(operation: Locator): Promise<Locator> {
  await operation.getByRole('button', { name: 'Execute' }).waitFor();
  return operation;
}

/** Runs an operation and gives its status and JSON. */
async function run(operation: Locator): Promise<{ status: string; body: Json }> {
  const clear = operation.getByRole('button', { name: 'Clear' });
  if (await clear.isVisible()) await clear.click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  const live = operation.locator('.live-responses-table');
  await live.waitFor();
  const status = await live.locator('.response-col_status').nth(1).innerText();
  const text = await live.locator('.response-col_description .microlight').first().innerText();
  return { status: status.trim(), body: JSON.parse(text.replaceAll('\u00a0', ' ')) };
}

test.each(VIEWS)('the docs are well in $colorScheme, $width px wide', async (view) => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/api-docs`, view);
  await page.getByText("This is the demo account's key.").waitFor();
  const picture = (name: string) => path.join(SCREENSHOTS, `docs-${name}-${view.colorScheme}-${view.width}.png`);
  const look = async (name: string) => {
    await page.screenshot({ path: picture(name), fullPage: true });
    expect(await seriousIssues(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  };
  await look('closed');
  const place = await open(page, 'Initiate a call');
  await place.getByText('The same by GraphQL').click();
  const { body } = await run(place);
  expect(body.success).toBe(true);
  await place.getByRole('tab', { name: 'Schema' }).first().click();
  const list = await open(page, 'List calls');
  await run(list);
  await look('open');
  expect(complaints).toEqual([]);
  await close();
});

test('a call is placed, followed to its end by the id that was filled in, and found in the playground', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/api-docs`);
  await page.locator('.opblock').first().waitFor();
  await page.getByRole('link', { name: 'Try it below' }).first().click();
  const place = await ready(page.locator('#operations-Calls-initiateCall'));
  // Opened before there is a call: its id is filled in all the same.
  const get = await open(page, 'Get a call, or wait until it has come as far as you like');
  const placed = await run(place);
  expect(placed).toMatchObject({ status: '200', body: { data: { call: { status: 'INITIATED' } } } });
  const { id } = placed.body.data.call;
  await get.locator('tr[data-param-name="waitFor"] select').selectOption('ENDED');
  const ended = await run(get);
  expect(ended).toMatchObject({ status: '200', body: { data: { call: { id, status: 'COMPLETED' } } } });
  await get.getByText('The same by GraphQL').click();
  await get.getByRole('link', { name: 'Open in the playground' }).click();
  await page.waitForURL(`${server.url}/graphql`);
  await page.getByRole('button', { name: 'V1GetCall', exact: true }).waitFor();
  const shown = page.getByRole('region', { name: 'Variables' }).locator('.monaco-editor:visible .view-lines');
  await shown.getByText(id).first().waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await page.locator('.graphiql-response .view-line', { hasText: '"COMPLETED"' }).first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('who is not at this machine types a key once, and the examples are about its account', async () => {
  const { key, agentId } = await createTestAccount(server.pool);
  const { page, complaints, close } = await openPage(browser, `${server.url}/api-docs`, undefined, {
    extraHTTPHeaders: { 'X-Forwarded-For': '203.0.113.7' },
  });
  const place = await open(page, 'Initiate a call');
  await page.getByText('Type yours').waitFor();
  // What is no key is kept nowhere: this one would not even fit into a header.
  await page.getByLabel('API key').fill('cm_…');
  await page.getByLabel('API key').press('Enter');
  await page.getByText('A key is cm_ and 64 characters').waitFor();
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).toBe('{}');
  await page.getByLabel('API key').fill(key);
  await page.getByLabel('API key').press('Enter');
  await page.getByText('Place a call first').waitFor();
  await expect(place.getByRole('textbox', { name: 'Request body' }).inputValue()).resolves.toContain(agentId);
  expect(await run(place)).toMatchObject({ status: '200', body: { data: { call: { agentId } } } });
  await page.reload();
  await page.getByText('Examples are about the last call.').waitFor();
  expect(await page.evaluate('JSON.stringify(localStorage)')).toBe('{}');
  expect(complaints).toEqual([]);
  await close();
});

test('where no call goes to the simulated carrier, its numbers are not shown', async () => {
  const real = await startTestServer({
    environment: {
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'nobody-knows',
      PUBLIC_URL: 'https://calls.example.com',
      TEST_MODE: 'off',
    },
  });
  const { page, complaints, close } = await openPage(browser, `${real.url}/api-docs`);
  await page.getByText('Type yours').waitFor();
  const numbers = page.getByText('Numbers to try');
  expect(await Promise.all((await numbers.all()).map((place) => place.isVisible()))).toEqual([false, false]);
  expect(complaints).toEqual([]);
  await close();
  await real.stop();
});

test('a stream of events is shown as it came within some seconds', async () => {
  const { page, complaints, close } = await openPage(browser, `${server.url}/api-docs`);
  const placed = await run(await open(page, 'Initiate a call'));
  const { id } = placed.body.data.call;
  const events = await open(page, 'List what happened to a call, or follow it');
  await events.getByRole('combobox', { name: 'Media type' }).first().selectOption('text/event-stream');
  await events.getByRole('button', { name: 'Execute' }).click();
  const told = events.locator('.live-responses-table .microlight').first();
  await told.waitFor({ timeout: 30_000 });
  expect(await told.innerText()).toMatch(/event: call_event\ndata: \{.*INITIATED/);
  expect(await events.locator('.request-url').innerText()).toContain(id);
  expect(complaints).toEqual([]);
  await close();
});
