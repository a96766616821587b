import { type ValidationError, validateSync } from 'class-validator';
import type { Issues } from '../errors';

/** What class-validator finds wrong with an instance of an input class; null if nothing. The input is not echoed. */
export function issuesOfInput(input: unknown): Issues | null {
  if (input === null || typeof input !== 'object' || isPlain(input)) return null;
  const errors = validateSync(input, {
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  if (errors.length === 0) return null;
  const issues: Issues = {};
  for (const error of errors) collect(error, '', issues);
  return issues;
}

/** Free-form data is of no class, so nobody has rules for it; a literal in a document does not even have a prototype. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function collect(error: ValidationError, prefix: string, issues: Issues): void {
  const path = prefix + error.property;
  if (error.constraints) issues[path] = Object.values(error.constraints);
  for (const child of error.children ?? []) collect(child, `${path}.`, issues);
}
