import type { Pool } from 'pg';
import { verifyLedger } from '../../../src/services/ledger/verify-ledger';
import type { StormCheck } from './check';

const SECONDS = 60;

/** Everything that must hold of the ledger, at whatever instant it is looked at. */
export async function checkLedger(pool: Pool): Promise<StormCheck[]> {
  const results = await verifyLedger(pool, { seconds: SECONDS, parallel: true });
  return results.map(({ named, ...check }) => ({
    ...check,
    named: named.map(({ accountId, id }) => `${accountId} ${id}`),
  }));
}
