import { copies } from '../shared/copy';
import type { Explorer } from '../shared/explorer';
import type { Known } from '../shared/known';
import { playgroundLink } from '../shared/playground-link';

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

/** Shows the numbers that always do the same; where there are none, nothing is said of them. */
export function showMagicNumbers({ magicNumbers }: Explorer): void {
  for (const part of document.querySelectorAll<HTMLElement>('[data-numbers]')) part.hidden = magicNumbers.length === 0;
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
