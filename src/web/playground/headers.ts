import { isKey } from '../shared/key';

/** The header in which the editor has the key. */
const KEY_HEADER = 'X-API-Key';

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
export function readKey(text: string): string | undefined {
  const key = keyIn(readHeaders(text));
  return isKey(key) ? key : undefined;
}

/** Whether what the headers editor shows lacks a key: it has another one, or an empty place for it. */
export function lacksKey(text: string, key: string): boolean {
  return text === headersWith('') || (readKey(text) ?? key) !== key;
}

function readHeaders(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
