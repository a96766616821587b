import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A rule that a part which others wrote does not keep, and why nothing can be done about it here. */
export interface KnownFault {
  rule: string;
  /** Where: a part of the element's HTML. */
  at: string;
  because: string;
}

interface Violation {
  id: string;
  impact: string | null;
  nodes: Array<{ target: unknown[]; html: string; failureSummary: string }>;
}

/** What axe finds against WCAG 2.2 AA and its own best practice, of serious and critical impact: one line a place. */
export async function seriousIssues(page: Page, known: readonly KnownFault[] = []): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => ({ id, ...node })))
    .filter(({ id, html }) => !known.some((fault) => fault.rule === id && html.includes(fault.at)))
    .map(({ id, target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`);
}
