import { copies } from '../shared/copy';
import type { Explorer } from '../shared/explorer';
import { playgroundLink } from '../shared/playground-link';
import type { Known } from './known';

/** The guide's examples as they were written. */
const originals = new Map([...document.querySelectorAll('.guide pre code')].map((code) => [code, code.textContent]));

/** Makes the guide's buttons work. */
export function setUpGuide(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
    copies(button, () => button.closest('figure')?.querySelector('code')?.textContent ?? '');
  }
}

/** Fills the guide's examples in with what works. */
export function fillInGuide({ apiKey, agentId, callId }: Known): void {
  const values = { ORIGIN: location.origin, YOUR_KEY: apiKey, AGENT_ID: agentId, CALL_ID: callId };
  for (const [code, original] of originals) {
    code.textContent = original.replace(/ORIGIN|YOUR_KEY|AGENT_ID|CALL_ID/g, (name) => {
      return values[name as keyof typeof values] ?? name;
    });
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-playground]')) {
    const text = (part: string) => link.closest('figure')?.querySelector(`[data-${part}]`)?.textContent ?? '';
    link.href = playgroundLink(text('document'), text('variables'));
  }
}

/** Shows the numbers that always do the same, where there are some. */
export function showMagicNumbers({ magicNumbers }: Explorer): void {
  const rows = magicNumbers.map(({ number, what }) => {
    const row = document.createElement('tr');
    const code = document.createElement('code');
    code.textContent = number;
    row.insertCell().append(code);
    row.insertCell().append(what);
    return row;
  });
  document.getElementById('magic-numbers')?.replaceChildren(...rows);
}
