import type { Explorer } from './explorer';

const NAME = 'call-manager.key';
const KEY = /^cm_[0-9a-f]{64}$/;

/** Says how a key looks; keys are not secret by their form. */
export const KEY_FORM = 'A key is cm_ and 64 characters, 0–9 and a–f.';

/** Whether a text may be a key. Others are kept nowhere: they need not even fit into a header. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** The key that a person typed into one of our pages: kept until the tab is closed, and nowhere else. */
export function storedKey(): string | null {
  return sessionStorage.getItem(NAME);
}

/** The key that is used: the one that was typed, else the demo's. */
export function currentKey({ demo }: Pick<Explorer, 'demo'>): string | undefined {
  return storedKey() ?? demo?.apiKey;
}

/** Keeps a key for this tab. An empty one is forgotten, with all that was kept: the playground's history has keys, too. */
export function storeKey(key: string): void {
  if (key) sessionStorage.setItem(NAME, key);
  else sessionStorage.clear();
}
