/** Control characters, line breaks and other white space, and marks that are not seen or turn the direction of writing. */
const SPACE = /[\s\p{Cc}\u2028\u2029\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]+/gu;
/** The beginning of a Markdown heading: `#` to the next space or to the end. `#1234` is none. */
const HEADING = /^[\s\p{Cf}]*(?:#+(?:[\s\p{Cf}]+|$))+/u;
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/**
 * A value as words for a prompt or for the ear: a list with commas, an object as JSON. It is one line that is no heading, so
 * that data cannot begin a section of the prompt: runs of white space become one space, and leading `#` marks are taken off.
 */
export function plainText(value: unknown): string {
  return textOf(value).replace(SPACE, ' ').replace(HEADING, '');
}

/** The same for a text whose lines shall stay lines; blank ones are left out. */
export function plainLines(text: string): string {
  return text
    .split(LINE_BREAK)
    .map((line) => plainText(line).trim())
    .filter(Boolean)
    .join('\n');
}

/** Whether nothing is known: no value, or an empty text. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.map(itemText).join(', ') : itemText(value);
}

function itemText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
