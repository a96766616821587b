/** The header in which the editor has the key. */
const KEY_HEADER = 'X-API-Key';

const KEY = /^cm_[0-9a-f]{64}$/;

/** What the headers editor shows. */
export function headersWith(key: string): string {
  return JSON.stringify({ [KEY_HEADER]: key }, null, 2);
}

/** The key among headers, whatever the case of its name; empty when there is none. */
export function keyIn(headers: Record<string, unknown>): string {
  const [, key] = Object.entries(headers).find(([name]) => name.toLowerCase() === KEY_HEADER.toLowerCase()) ?? [];
  return typeof key === 'string' ? key : '';
}

/** The key in what the headers editor shows; undefined while there is no whole one. */
export function readKey(text: string | null | undefined): string | undefined {
  try {
    const key = keyIn(JSON.parse(text ?? '') as Record<string, unknown>);
    return KEY.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
