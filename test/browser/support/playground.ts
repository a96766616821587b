import type { Locator, Page } from 'playwright-core';

/** The button of a tab. */
export const tab = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** One of the editors. */
export const region = (page: Page, name: string) => page.getByRole('region', { name });

/** The text of an editor as it is shown: its spaces are not breaking. */
export async function shown(editor: Locator): Promise<string> {
  return (await editor.locator('.monaco-editor:visible .view-lines').innerText()).replaceAll('\u00a0', ' ');
}

/** Runs the operation that is shown until its answer is so; fails after a while. */
export async function runUntil(page: Page, isSo: (answer: string) => boolean): Promise<string> {
  // Before they are there, nothing is run.
  for (const editor of ['query-editor', 'response']) {
    await page.locator(`.graphiql-${editor} .monaco-editor`).first().waitFor({ state: 'attached' });
  }
  const deadline = Date.now() + 30_000;
  for (;;) {
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await page.locator('.graphiql-response .graphiql-spinner').waitFor({ state: 'detached' });
    await page.locator('.graphiql-response .view-line', { hasText: '{' }).first().waitFor();
    const answer = await shown(region(page, 'Result Window'));
    if (isSo(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`the answer is not so: ${answer}`);
    await page.waitForTimeout(200);
  }
}

/** Types a key into the headers of the tab that is shown, where none is known yet. */
export async function typeKey(page: Page, key: string): Promise<void> {
  const headers = region(page, 'Headers');
  await headers.locator('.view-line', { hasText: '"X-API-Key": ""' }).waitFor();
  await headers.locator('.monaco-editor:visible').click();
  await page.keyboard.press('Control+A');
  // What is typed over a selection is put around it, where it is a bracket or a quote.
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(JSON.stringify({ 'X-API-Key': key }));
}
