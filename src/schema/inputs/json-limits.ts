import { registerDecorator } from 'class-validator';
import { bytesOf, MAX_KEPT_BYTES } from '../../services/contacts/kept-data';
import { hasInfiniteNumber, hasUnstorableText, isTooDeep, isUnstorable } from '../../services/storable-json';

/** What free-form data may be. `rest-v1.md`, common rules. */
const MAX_LEVELS = 32;

/** Why a JSON object cannot be stored; null if it can. */
export function jsonProblem(name: string, value: object): string | null {
  if (isTooDeep(value, MAX_LEVELS)) return `${name} must not be nested more than ${MAX_LEVELS} levels deep`;
  if (bytesOf(value) > MAX_KEPT_BYTES) return `${name} must not be larger than 64 kB`;
  if (hasInfiniteNumber(value)) return `${name} must not contain numbers beyond 1.8e308`;
  return hasUnstorableText(value) ? `${name} must not contain U+0000 or lone surrogates` : null;
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
