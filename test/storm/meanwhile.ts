import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { checkCarried } from './checks/carried';
import type { StormCheck } from './checks/check';
import { checkLedger } from './checks/ledger';
import { checkLimits } from './checks/limits';
import { checkOrders } from './checks/orders';
import { readCalls } from './checks/stored-calls';
import type { Clients } from './clients/start-clients';
import type { AllParties } from './parties/gather';

const LOOK_MS = 250;

/** What holds at every instant, and so can be looked at before all is quiet; so does all of the ledger. */
const MEANWHILE = new Set([
  'one-call-an-order',
  'one-ring-an-order',
  'dialled-once',
  'hold-fits-time-limit',
  'concurrent-calls-limited',
]);

/** Looks again and again while things go wrong, until one of the named checks finds something. @returns those that do */
export async function untilSeen(
  parties: AllParties,
  clients: Clients,
  expected: readonly string[],
  signal: AbortSignal,
): Promise<StormCheck[]> {
  const pool = new Pool({ connectionString: parties.database.url, max: 1 });
  // It breaks when the database is killed, and the next look gets another one.
  pool.on('error', () => undefined);
  try {
    for (;;) {
      const checks = await look(pool, parties, clients).catch(() => []);
      const seen = checks.filter(({ check, violations }) => violations > 0 && expected.includes(check));
      if (seen.length > 0) return seen;
      await sleep(LOOK_MS, undefined, { signal });
    }
  } finally {
    await pool.end();
  }
}

async function look(pool: Pool, { carrier }: AllParties, { orders, accounts }: Clients): Promise<StormCheck[]> {
  // A call is written before it is dialled: whatever the carrier knows at one instant is stored at any later one.
  const carried = await carrier.calls();
  const stored = await readCalls(pool);
  const ledger = await checkLedger(pool);
  const others = [
    ...checkOrders(orders.all, stored, carried),
    ...checkCarried(stored, carried),
    await checkLimits(pool, accounts),
  ];
  return [...ledger, ...others.filter(({ check }) => MEANWHILE.has(check))];
}
