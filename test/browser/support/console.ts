import type { Browser, Page } from 'playwright-core';
import { openPage, type View, type WatchedPage } from './browser';

/** As from another machine: nobody is given the demo's key. */
export const FROM_ELSEWHERE = { extraHTTPHeaders: { 'X-Forwarded-For': '203.0.113.7' } };

/** Opens a place of the console, such as `#/usage`, by a key that is typed if there is one, else by the demo's. */
export async function openConsole(
  browser: Browser,
  url: string,
  { hash = '', key, view }: { hash?: string; key?: string; view?: View } = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, `${url}/console${hash}`, view, key ? FROM_ELSEWHERE : {});
  if (key) await signIn(watched.page, key);
  return watched;
}

/** Types a key where it is asked for. */
export async function signIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key').fill(key);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** The row of the list of calls that is about a number. */
export function rowOf(page: Page, toNumber: string) {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: toNumber }) });
}
