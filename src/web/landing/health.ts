/** How often the server is asked how it is, in milliseconds. */
const EVERY_MS = 5000;
/** An answer that takes longer counts as none, in milliseconds. */
const PATIENCE_MS = 4000;

interface Health {
  state: 'good' | 'warn' | 'bad';
  text: string;
}

/** Shows in an element how the server is, as long as the page is looked at. */
export function watchHealth(element: HTMLElement): void {
  const text = element.lastElementChild as HTMLElement;
  const look = async () => {
    if (document.hidden) return;
    const health = await askHealth();
    element.dataset.state = health.state;
    // A status that is written again is read out again.
    if (text.textContent !== health.text) text.textContent = health.text;
  };
  void look();
  setInterval(() => void look(), EVERY_MS);
  document.addEventListener('visibilitychange', () => void look());
}

async function askHealth(): Promise<Health> {
  try {
    const response = await fetch('/readyz', { signal: AbortSignal.timeout(PATIENCE_MS) });
    const { database, draining } = (await response.json()) as { database?: boolean; draining?: boolean };
    if (response.ok) return { state: 'good', text: 'Ready: the server and its database answer.' };
    if (draining) return { state: 'warn', text: 'Stopping: the server takes no more requests.' };
    if (database === false) return { state: 'bad', text: 'Not ready: the database does not answer.' };
    return { state: 'warn', text: 'Starting …' };
  } catch {
    return { state: 'bad', text: 'The server does not answer.' };
  }
}
