/** The header in which the editor has the key. */
export const KEY_HEADER = 'X-API-Key';

/** What the headers editor shows. */
export function headersWith(key: string): string {
  return JSON.stringify({ [KEY_HEADER]: key }, null, 2);
}

/** The key among headers, whatever the case of its name; empty when there is none. */
export function keyIn(headers: Record<string, unknown>): string {
  const [, key] = Object.entries(headers).find(([name]) => name.toLowerCase() === KEY_HEADER.toLowerCase()) ?? [];
  return typeof key === 'string' ? key : '';
}
