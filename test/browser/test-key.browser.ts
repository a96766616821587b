import type { Browser } from 'playwright-core';
import { type RealServer, startRealServer } from '../test-mode/support';
import { openPage, startBrowser } from './support/browser';
import { openConsole } from './support/console';
import { runUntil, tab, typeKey } from './support/playground';

let real: RealServer;
let browser: Browser;
beforeAll(async () => {
  [real, browser] = await Promise.all([startRealServer(), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await real?.stop();
});

test('beside a real carrier, who holds a test key has the magic numbers, which say for whom they are', async () => {
  const { test: twin } = await real.accounts();
  const { page, complaints, close } = await openPage(browser, `${real.server.url}/graphql`);
  await typeKey(page, twin.key);
  const placing = new URLSearchParams({
    document: `mutation Ring($input: InitiateCallInput!) {
      initiateCall(input: $input) { ... on InitiateCallSuccess { call { id toNumber } } }
    }`,
    variables: JSON.stringify({ input: { toNumber: '+14155550100', agentId: twin.agentId } }),
  });
  await page.evaluate(`location.hash = ${JSON.stringify(String(placing))}`);
  await page.getByRole('button', { name: 'Show Magic numbers' }).click();
  await page.getByText('For test keys only').waitFor();
  await page.getByRole('button', { name: '+15005550010 busy' }).click();
  await runUntil(page, (answer) => answer.includes('"toNumber": "+15005550010"'));
  await tab(page, 'CallInFull').click();
  await runUntil(page, (answer) => answer.includes('"status": "BUSY"'));
  expect(await real.dialledByTwilio({ from: twin.fromNumber, to: '+15005550010' })).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test('beside a real carrier, the console suggests a number to the holder of a test key, and to nobody else', async () => {
  const accounts = await real.accounts();
  const formOf = async (key: string) => {
    const { page, complaints, close } = await openConsole(browser, real.server.url, { key, hash: '#/new' });
    const number = await page.getByLabel('Number to call').inputValue();
    const lists = await page.getByText('Numbers that always do the same').count();
    expect(complaints).toEqual([]);
    await close();
    return { number, lists };
  };
  expect(await formOf(accounts.test.key)).toEqual({ number: '+14155550100', lists: 1 });
  expect(await formOf(accounts.live.key)).toEqual({ number: '', lists: 0 });
});
