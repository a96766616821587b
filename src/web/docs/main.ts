import '../shared/base.css';
import '../shared/header.css';
import 'swagger-ui-dist/swagger-ui.css';
import './docs.css';
import './viewer.css';
import { type Explorer, loadExplorer } from '../shared/explorer';
import { currentKey, isKey, KEY_FORM, storeKey } from '../shared/key';
import { askAccount, type Known } from '../shared/known';
import { fillInGuide, setUpGuide, showMagicNumbers } from './guide';
import { loadSpec } from './spec';
import type { Viewer } from './viewer';

/** An element of the page by its id. */
function element<Kind extends HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

followScheme();
setUpGuide();
start().catch((error: unknown) => {
  element('viewer').textContent = `The operations cannot be shown. ${error}`;
});

async function start(): Promise<void> {
  // The viewer is large: the guide can be read while it comes.
  const [explorer, text, { Viewer }] = await Promise.all([loadExplorer(), loadSpec(), import('./viewer')]);
  showMagicNumbers(explorer);
  const known = await askAccount(explorer);
  const viewer = new Viewer({
    element: element('viewer'),
    text,
    known,
    onPlaced: (placed) => tell(explorer, placed),
  });
  tell(explorer, known);
  takeKeys(explorer, viewer);
}

/** Says what examples are filled in with. */
function tell(explorer: Explorer, known: Known): void {
  fillInGuide(known);
  element('about-key').textContent = aboutKey(explorer, known);
}

function aboutKey({ demo, simulated }: Explorer, { apiKey, agentId, callId }: Known): string {
  if (!apiKey) return 'Type yours: it is kept until this tab is closed, and sent to this server only.';
  if (!agentId) return 'This key is not valid, or its account has no approved agent.';
  const whose = apiKey === demo?.apiKey ? "This is the demo account's key." : 'It is kept until this tab is closed.';
  const rings = simulated ? 'No phone rings and nothing is billed.' : 'Unless it is a test key, phones ring.';
  const about = callId
    ? 'Examples are about the last call.'
    : 'Place a call first: the other examples will be about it.';
  return `${whose} ${rings} ${about}`;
}

/** A key that is typed is used from then on. */
function takeKeys(explorer: Explorer, viewer: Viewer): void {
  const input = element<HTMLInputElement>('key');
  input.value = currentKey(explorer) ?? '';
  const take = async (key: string) => {
    storeKey(key);
    const known = await askAccount(explorer);
    viewer.update(known);
    tell(explorer, known);
  };
  const say = (text: string) => {
    element('about-key').textContent = text;
  };
  input.addEventListener('change', () => {
    const typed = input.value.trim();
    if (typed && !isKey(typed)) return say(KEY_FORM);
    take(typed).catch(() => say('The server cannot be reached.'));
  });
}

/** The viewer's own dark colours hang on a class. */
function followScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  apply();
  dark.addEventListener('change', apply);
}
