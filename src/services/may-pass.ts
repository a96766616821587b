import { isDatabaseAway } from '../database/database-away';
import { sqlState } from '../database/transaction';

/** Wrong data, a broken constraint, a statement that is not understood. PostgreSQL manual, appendix A. */
const REFUSED_FOR_GOOD = /^(21|22|23|42)...$/;

/** Whether what failed may succeed when it is tried again: the database was away or not ready, and did not refuse it for good. */
export function mayPass(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined ? isDatabaseAway(error) : !REFUSED_FOR_GOOD.test(state);
}
