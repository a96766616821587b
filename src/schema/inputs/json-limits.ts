import { registerDecorator } from 'class-validator';
import { bytesOf, MAX_KEPT_BYTES } from '../../services/contacts/kept-data';

/** What free-form data may be. `rest-v1.md`, common rules. */
const MAX_LEVELS = 32;

/** Why a JSON object cannot be stored; null if it can. PostgreSQL's jsonb takes neither U+0000 nor lone surrogates. */
export function jsonProblem(name: string, value: object): string | null {
  if (isTooDeep(value, MAX_LEVELS)) return `${name} must not be nested more than ${MAX_LEVELS} levels deep`;
  if (bytesOf(value) > MAX_KEPT_BYTES) return `${name} must not be larger than 64 kB`;
  if (hasSome(value, isInfinite)) return `${name} must not contain numbers beyond 1.8e308`;
  return hasSome(value, isUnstorableText) ? `${name} must not contain U+0000 or lone surrogates` : null;
}

/** Whether a text cannot be stored. */
export function isUnstorable(text: string): boolean {
  return text.includes('\u0000') || !text.isWellFormed();
}

function isTooDeep(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((member) => isTooDeep(member, levels - 1));
}

/** Whether some value in it, or name of a member, is such. */
function hasSome(value: unknown, isSuch: (value: unknown) => boolean): boolean {
  if (value === null || typeof value !== 'object') return isSuch(value);
  return Object.entries(value).some(([name, member]) => isSuch(name) || hasSome(member, isSuch));
}

/** JSON has larger numbers than JavaScript, which reads them as infinite and writes those as null. */
function isInfinite(value: unknown): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

function isUnstorableText(value: unknown): boolean {
  return typeof value === 'string' && isUnstorable(value);
}

/** class-validator: an object that fits the limits of free-form data. */
export function IsStorableJson(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isStorableJson',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) =>
          value === null || typeof value !== 'object' || jsonProblem(String(property), value) === null,
        defaultMessage: (args) => jsonProblem(String(property), args?.value as object) ?? '',
      },
    });
}

/** class-validator: a text that can be stored. */
export function IsStorableText(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isStorableText',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => typeof value !== 'string' || !isUnstorable(value),
        defaultMessage: () => `${String(property)} must not contain U+0000 or lone surrogates`,
      },
    });
}
