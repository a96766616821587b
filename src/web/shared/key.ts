const NAME = 'call-manager.key';

/** The key that a person typed into one of our pages: kept until the tab is closed, and nowhere else. */
export function storedKey(): string | null {
  return sessionStorage.getItem(NAME);
}

/** Keeps a key for this tab; an empty one is forgotten. */
export function storeKey(key: string): void {
  if (key) sessionStorage.setItem(NAME, key);
  else sessionStorage.removeItem(NAME);
}
