import { z } from 'zod';

/** Control characters but those that lay out a text. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** A text of one line or many that says something. */
export function text(maxLength: number, { lines = false } = {}) {
  return z
    .string('must be a text')
    .refine((value) => value.trim() !== '', 'must not be empty')
    .refine((value) => value.length <= maxLength, `must have no more than ${maxLength} characters`)
    .refine((value) => value.isWellFormed() && !CONTROL.test(value), 'must have no control characters')
    .refine((value) => lines || !/[\n\r]/.test(value), 'must be one line')
    .transform((value) => value.trim());
}

/** A whole number within bounds. */
export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.number(message).int(message).min(min, message).max(max, message);
}

/** A BCP 47 language tag. */
export const languageTag = z.string('must be a language tag').refine(isLanguage, {
  message: 'must be a BCP 47 language tag, such as en-US',
});

function isLanguage(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}
