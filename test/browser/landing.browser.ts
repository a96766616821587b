import path from 'node:path';
import type { Browser } from 'playwright-core';
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

test.each(VIEWS)('the landing page is well in $colorScheme, $width px wide', async (view) => {
  const { page, complaints, close } = await openPage(browser, server.url, view);
  await page.getByText('Ready: the server and its database answer.').waitFor();
  await page.getByRole('button', { name: 'Copy' }).and(page.locator(':enabled')).waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  expect(complaints).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await page.screenshot({ path: path.join(SCREENSHOTS, `landing-${view.colorScheme}-${view.width}.png`) });
  await close();
});

test('where a page cannot copy, no button says that it can', async () => {
  const { page, complaints, close } = await openPage(browser, server.url);
  // As on a page that came over plain HTTP from another machine.
  await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
  await page.reload();
  await page.getByText('X-API-Key: cm_').waitFor();
  expect(await page.locator('#copy').isVisible()).toBe(false);
  expect(complaints).toEqual([]);
  await close();
});

test('the command that it shows places a call', async () => {
  const { page, complaints, close } = await openPage(browser, server.url, undefined, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const command = String(await page.evaluate('navigator.clipboard.readText()'));
  const [, key = ''] = /X-API-Key: (\w+)/.exec(command) ?? [];
  const [, url = ''] = /POST (\S+)/.exec(command) ?? [];
  const [, body = ''] = /-d '(.+)'/.exec(command) ?? [];
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': key };
  const answer = await fetch(url, { method: 'POST', headers, body });
  expect(await answer.json()).toMatchObject({ success: true, data: { call: { toNumber: '+1234567890' } } });
  expect(complaints).toEqual([]);
  await close();
});
