import '../shared/base.css';
import '../shared/header.css';
import './landing.css';
import { copies } from '../shared/copy';
import { type Explorer, loadExplorer } from '../shared/explorer';
import { watchHealth } from './health';

/** An element of the page by its id. */
function element<Kind extends HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

for (const code of document.querySelectorAll<HTMLElement>('[data-address]')) {
  code.textContent = location.origin + code.dataset.address;
}

watchHealth(element('health'));

loadExplorer().then(showCommand, () => {
  element('about-call').textContent = 'The server cannot be reached.';
});

function showCommand(explorer: Explorer): void {
  element('about-call').textContent = aboutCall(explorer);
  element('command').textContent = command(explorer);
  const button = element<HTMLButtonElement>('copy');
  copies(button, () => command(explorer));
  button.disabled = false;
}

function aboutCall({ simulated, demo }: Explorer): string {
  if (demo) return 'Paste this into a terminal. The carrier is simulated: no phone rings and nothing is billed.';
  return simulated
    ? 'With your key and agent. The carrier is simulated: no phone rings and nothing is billed.'
    : 'With your key and agent. This rings a real phone.';
}

function command({ restUrl, demo }: Explorer): string {
  const body = { toNumber: '+1234567890', agentId: demo?.agentId ?? 'AGENT_ID', contactName: 'John Doe' };
  return [
    `curl -X POST ${restUrl}/calls \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -H "X-API-Key: ${demo?.apiKey ?? 'YOUR_KEY'}" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
}
