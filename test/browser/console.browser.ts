import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';
import { seriousIssues } from './support/accessibility';
import { openPage, SCREENSHOTS, startBrowser, VIEWS } from './support/browser';
import { FROM_ELSEWHERE, openConsole, rowOf, signIn } from './support/console';

let server: TestServer;
let browser: Browser;
/** A call of the demo account that is over and analyzed. */
let talked: string;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), startBrowser()]);
  const { apiKey = '', agentId } = server.running.demo ?? {};
  const rest = restClient(server.url, apiKey);
  const place = async (toNumber: string, contactName?: string) => {
    const { body } = await rest.post('/calls', { toNumber, agentId, contactName });
    return body.data.call.id as string;
  };
  talked = await place('+15005550016', 'Grace Hopper');
  const others = ['+15005550010', '+15005550011', '+15005550014', '+14155550123'].map((number) => place(number));
  await Promise.all([talked, ...(await Promise.all(others))].map((id) => rest.untilAnalyzed(id)));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** Places of the console, and when they show everything. */
const PLACES = [
  { place: 'calls', hash: () => '#/calls', isThere: (page: Page) => rowOf(page, '+15005550016').waitFor() },
  { place: 'call', hash: () => `#/calls/${talked}`, isThere: (page: Page) => page.getByText('Mood of').waitFor() },
  { place: 'usage', hash: () => '#/usage', isThere: (page: Page) => page.locator('.chart svg').first().waitFor() },
  { place: 'new', hash: () => '#/new', isThere: (page: Page) => page.getByText('Would be dialled').waitFor() },
  {
    place: 'no-such-call',
    hash: () => `#/calls/${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`,
    isThere: (page: Page) => page.getByText('There is no such call').waitFor(),
  },
  {
    place: 'filtered',
    hash: () => '#/calls?status=FAILED',
    isThere: (page: Page) => page.getByText('No call is like that').waitFor(),
  },
];

describe.each(VIEWS)('in $colorScheme, $width px wide', (view) => {
  const picture = (name: string) => `${name}-${view.colorScheme}-${view.width}`;

  test.each(PLACES)('$place is well', async ({ place, hash, isThere }) => {
    const { page, complaints, close } = await openConsole(browser, server.url, { hash: hash(), view });
    await isThere(page);
    await expectWell(page, picture(place));
    expect(complaints).toEqual([]);
    await close();
  });

  test('signing in is well, and an account without calls', async () => {
    const { key } = await createTestAccount(server.pool);
    const { page, complaints, close } = await openPage(browser, `${server.url}/console`, view, FROM_ELSEWHERE);
    await page.getByLabel('API key').fill('cm_nonsense');
    await page.keyboard.press('Enter');
    await page.getByText('A key is cm_ and 64 characters').waitFor();
    await expectWell(page, picture('sign-in'));
    await signIn(page, key);
    await page.getByText('No calls yet').waitFor();
    await expectWell(page, picture('no-calls'));
    expect(complaints).toEqual([]);
    await close();
  });
});

/** No serious issue, nothing cut off at the side, nothing that moved by itself. */
async function expectWell(page: Page, picture: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `console-${picture}.png`), fullPage: true });
  expect(await seriousIssues(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  const moved = await page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 50);
  })`);
  expect(moved).toBeLessThan(0.05);
}

test('by keyboard alone: a call is placed, watched to its end, found in the list, and counted', async () => {
  const { page, complaints, close } = await openConsole(browser, server.url);
  await heading(page, 'Calls').waitFor();
  await tabTo(page, 'Place a call');
  await page.keyboard.press('Enter');
  await page.getByText('Would be dialled').waitFor();
  expect(await focused(page)).toBe('Place a call');
  await tabTo(page, 'Number to call');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('+1 (415) 555-0177');
  await tabTo(page, 'Name of the person');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Katherine Johnson');
  await page.getByText('Hello Katherine Johnson, this is Mia').waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'Call to Katherine Johnson').waitFor();
  await page.getByRole('article').getByText('speaking').first().waitFor({ timeout: 30_000 });
  await page.screenshot({ path: path.join(SCREENSHOTS, 'console-live.png') });
  await page.locator('.turn[data-role="CONTACT"]').first().waitFor({ timeout: 30_000 });
  await page.getByRole('article').getByText('Completed').first().waitFor({ timeout: 30_000 });
  const answers = page.getByRole('table', { name: 'Answers' });
  await answers.waitFor({ timeout: 30_000 });
  const entries = page.getByRole('table', { name: 'Movements of credits for this call' }).getByRole('rowheader');
  expect(await entries.allInnerTexts()).toEqual(['Hold', 'Settle', 'Release']);
  // The evidence of an answer leads to what was said.
  const evidence = answers.getByRole('link').first();
  const at = await evidence.innerText();
  await evidence.focus();
  await page.keyboard.press('Enter');
  await page.locator('.turn:focus', { hasText: at }).waitFor();
  await page.getByRole('link', { name: 'All calls' }).focus();
  await page.keyboard.press('Enter');
  await rowOf(page, '+14155550177').getByText('Completed').waitFor();
  await tabTo(page, 'Usage');
  await page.keyboard.press('Enter');
  await heading(page, 'Usage').waitFor();
  await until(async () => (await page.title()) === 'Usage – Call Manager', 'the title');
  await page.getByText('As a table').first().click();
  const days = page.getByRole('table').first().getByRole('row');
  expect(await days.count()).toBe(31);
  expect(Number(await days.last().getByRole('cell').first().innerText())).toBeGreaterThanOrEqual(6);
  expect(complaints).toEqual([]);
  await close();
});

test('an address that names no turn shows the call all the same', async () => {
  const hash = `#/calls/${talked}?turn=1.5`;
  const { page, complaints, close } = await openConsole(browser, server.url, { hash });
  await page.getByText('Mood of').waitFor();
  expect(complaints).toEqual([]);
  await close();
});

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)) === name) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

/** The name of what has the focus. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(
    "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.replace(/\\s+/g, ' ').trim()",
  );
}
