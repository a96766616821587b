import { z } from 'zod';

/** The largest number of credits that one grant may add. */
const MAX_CREDITS = 2 ** 31 - 1;
/** What Twilio's <Say> takes. */
const MAX_SPOKEN = 4096;

/** Control characters but those that lay out a text. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;
const E164 = 'must be a phone number in E.164 format, such as "+14155550100" (with quotes in a file)';

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

export const name = text(200);
export const email = z.email('must be an e-mail address').max(320, 'must have no more than 320 characters');
export const credits = integer(1, MAX_CREDITS);
export const phoneNumber = z.string(E164).regex(/^\+[1-9]\d{6,14}$/, E164);
export const language = z.string('must be a language tag').refine(isLanguage, {
  message: 'must be a BCP 47 language tag, such as en-US',
});
export const prompt = text(50_000, { lines: true });
export const spoken = text(MAX_SPOKEN, { lines: true });

/** A day or an instant to come. A day ends where it begins in UTC. */
export const future = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\d(T.+(Z|[+-]\d\d:\d\d))?$/.test(value) && isRealDay(value), {
    message: 'must be a date such as 2030-01-31, or a time such as 2030-01-31T12:00:00Z',
  })
  .transform((value) => new Date(value))
  .refine((value) => Number.isNaN(value.getTime()) || value.getTime() > Date.now(), 'must lie in the future');

function isLanguage(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

/** JavaScript takes February 30 for March 2. */
function isRealDay(value: string): boolean {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(value)) && day.toISOString().startsWith(value.slice(0, 10));
}
