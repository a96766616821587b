/** Whether a text cannot be stored: PostgreSQL takes neither U+0000 nor lone surrogates. */
export function isUnstorable(text: string): boolean {
  return text.includes('\u0000') || !text.isWellFormed();
}

/** A text that others wrote as it can be stored: a person's or a model's words are not lost for one character. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

/** Whether a value, or the name of a member of it, cannot be stored. It must not be nested without end. */
export function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return isUnstorable(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([name, member]) => isUnstorable(name) || hasUnstorableText(member));
}

/** Whether there is a number in it that is beyond all numbers: JSON has larger ones than JavaScript, which would write null. */
export function hasInfiniteNumber(value: unknown): boolean {
  if (value === null || typeof value !== 'object')
    return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
  return Object.values(value).some(hasInfiniteNumber);
}

/** Whether objects and lists are nested deeper than so many levels. */
export function isTooDeep(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((member) => isTooDeep(member, levels - 1));
}
