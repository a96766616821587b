import { existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Where screenshots go, for people to look at. */
export const SCREENSHOTS = process.env.SCREENSHOTS ?? path.join(os.tmpdir(), 'call-manager-screenshots');

/** Widths and schemes in which every page has to be fine. */
export const VIEWS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 390].map((width) => ({ colorScheme, width })),
);

/** What a page looks like to somebody. */
export type View = (typeof VIEWS)[number];

/** A browser that starts once for a test file. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`There is no browser at ${CHROMIUM}. Install Debian's chromium, or set CHROMIUM to another.`);
  }
  mkdirSync(SCREENSHOTS, { recursive: true });
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: CHROMIUM, args: asRoot ? ['--no-sandbox'] : [] });
}

/** A page of a browser, and everything that must not happen on it. */
export interface WatchedPage {
  page: Page;
  /** Requests to other origins, errors, violations of the content security policy; nothing when all is well. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens a page of a server. Requests to any other origin do not leave the browser, and count as complaints. */
export async function openPage(
  browser: Browser,
  url: string,
  { colorScheme, width }: View = { colorScheme: 'light', width: 1280 },
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const height = width < 600 ? 844 : 800;
  const context = await browser.newContext({ colorScheme, viewport: { width, height }, ...options });
  const complaints: string[] = [];
  const { origin, host } = new URL(url);
  await context.route('**', (route) => {
    const requested = route.request().url();
    if (new URL(requested).origin === origin || /^(data|blob):/.test(requested)) return route.continue();
    complaints.push(`asked for ${requested}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== host) complaints.push(`connected to ${socket.url()}`);
  });
  page.on('console', (message) => {
    // Violations of the policy are told here as errors.
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url, { waitUntil: 'load' });
  return { page, complaints, close: () => context.close() };
}
