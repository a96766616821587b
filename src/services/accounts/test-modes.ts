import { AppError } from '../../errors';

/** Kinds of accounts: `false` stands for accounts, `true` for their test twins. */
export type TestModes = readonly boolean[];

/** An SQL condition: the account of a row is of one of the kinds in a parameter. Nothing of it is locked with the row. */
export function isOneOf(accountId: string, parameter: string): string {
  return `(select a.test_of is not null from accounts a where a.id = ${accountId}) = any(${parameter}::boolean[])`;
}

/** The refusal of a test key where nothing is simulated. */
export function testModeIsOff(): AppError {
  return new AppError('FORBIDDEN', 'This is a test key, and test mode is switched off on this server. Use a live key.');
}
