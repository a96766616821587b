import type { Pool } from 'pg';
import { type CheckResult, verifyLedger } from '../services/ledger/verify-ledger';

/** A check may take so long: whoever asks by a command, waits. */
const CHECK_SECONDS = 1800;

/**
 * Verifies the ledger for somebody who waits for it.
 * @param accountIds these accounts only; all unless given
 */
export function verifyPatiently(pool: Pool, accountIds?: string[]): Promise<CheckResult[]> {
  return verifyLedger(pool, { accountIds, seconds: CHECK_SECONDS, parallel: true });
}
