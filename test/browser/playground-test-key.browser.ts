import type { Browser } from 'playwright-core';
import { type RealServer, startRealServer } from '../test-mode/support';
import { openPage, startBrowser } from './support/browser';
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
