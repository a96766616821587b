import { AppError } from '../errors';
import { isUuid } from './ids';

/** The condition by which a reference is looked up in `t`: an id if it is one, else a name in one of the columns. */
export function referenceCondition(reference: string, columns: string[], parameter: string): string {
  if (isUuid(reference)) return `t.id = ${parameter}::uuid`;
  return `(${columns.map((column) => `lower(${column}) = lower(${parameter}::text)`).join(' or ')})`;
}

/**
 * The one row that a person meant.
 * @param what what is looked for, for example `account`
 * @throws AppError NOT_FOUND when there is none, CONFLICT when several fit
 */
export function theOnly<Row extends { id: string }>(rows: Row[], what: string, reference: string): Row {
  const [row, ...others] = rows;
  if (!row) throw new AppError('NOT_FOUND', `There is no ${what} "${reference}"; list them to see what there is.`);
  if (others.length === 0) return row;
  const ids = rows.map(({ id }) => id).join(', ');
  throw new AppError('CONFLICT', `"${reference}" is the name of ${rows.length} ${what}s; give one's id: ${ids}`);
}
