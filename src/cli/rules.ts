import { z } from 'zod';
import { SCOPES } from '../services/accounts/scopes';
import { integer, text } from '../services/field-rules';

export { integer, text };

/** The largest number of credits that one grant may add. */
const MAX_CREDITS = 2 ** 31 - 1;
const E164 = 'must be a phone number in E.164 format, such as "+14155550100" (with quotes in a file)';

export const name = text(200);
export const email = z.email('must be an e-mail address').max(320, 'must have no more than 320 characters');
export const credits = integer(1, MAX_CREDITS);
export const phoneNumber = z.string(E164).regex(/^\+[1-9]\d{6,14}$/, E164);

/** Names of scopes, separated by commas. */
export const scopes = z
  .string()
  .transform((value) => [...new Set(value.split(',').map((scope) => scope.trim()))])
  .pipe(z.array(z.enum(SCOPES, `must be of ${SCOPES.join(', ')}, separated by commas`)));

/** A day or an instant to come. A day ends where it begins in UTC. */
export const future = z
  .string()
  .refine((value) => /^\d{4}-\d\d-\d\d(T.+(Z|[+-]\d\d:\d\d))?$/.test(value) && isRealDay(value), {
    message: 'must be a date such as 2030-01-31, or a time such as 2030-01-31T12:00:00Z',
  })
  .transform((value) => new Date(value))
  .refine((value) => Number.isNaN(value.getTime()) || value.getTime() > Date.now(), 'must lie in the future');

/** JavaScript takes February 30 for March 2. */
function isRealDay(value: string): boolean {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(value)) && day.toISOString().startsWith(value.slice(0, 10));
}
