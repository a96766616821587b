import { Pool } from 'pg';
import { verifyLedger } from '../../src/services/ledger/verify-ledger';
import { checkCarried } from './checks/carried';
import { result, type StormCheck } from './checks/check';
import { checkFeeds } from './checks/feeds';
import { checkLimits } from './checks/limits';
import { checkAnswers, checkOrders } from './checks/orders';
import { checkProcesses } from './checks/processes';
import { readCalls } from './checks/stored-calls';
import { repeatAll } from './clients/repeat-all';
import type { Clients } from './clients/start-clients';
import type { StormOptions } from './options';
import type { AllParties } from './parties/gather';
import { type Unfinished, untilQuiet } from './quiet';

const QUIET_SECONDS = 150;
const LEDGER_CHECK_SECONDS = 60;

/** Waits until nothing happens any more, then looks at everything. */
export async function afterwards(
  parties: AllParties,
  clients: Clients,
  { quietSeconds = QUIET_SECONDS }: StormOptions,
  told: { signal: AbortSignal; say: (line: string) => void },
): Promise<{ checks: StormCheck[]; figures: Record<string, number> }> {
  const { carrier, database, servers, network } = parties;
  const { accounts, orders, followers, missing } = clients;
  const pool = new Pool({ connectionString: database.url, max: 2 });
  try {
    const unfinished = await untilQuiet(pool, carrier, quietSeconds, told);
    told.say('asking for everything again');
    const repeats = await repeatAll(orders.all, [network['clients to a'].url, network['clients to b'].url]);
    told.say('looking at everything');
    const [stored, carried] = [await readCalls(pool), await carrier.calls()];
    const ledger = await verifyLedger(pool, { seconds: LEDGER_CHECK_SECONDS, parallel: true });
    const feeds = await checkFeeds(followers, servers.a.url ?? '');
    const checks = [
      ...ledger.map(({ named, ...check }) => ({
        ...check,
        named: named.map(({ accountId, id }) => `${accountId} ${id}`),
      })),
      checkUnfinished(unfinished),
      ...checkOrders(orders.all, stored, carried),
      result('acknowledged-call-seen', 'A call that was just acknowledged is found at any server.', missing),
      checkAnswers(clients.answers.counts),
      ...checkCarried(stored, carried),
      await checkLimits(pool, accounts),
      feeds,
      ...checkProcesses(parties),
    ];
    const figures = {
      orders: orders.all.length,
      'orders acknowledged': orders.all.filter(({ acknowledged }) => acknowledged.length > 0).length,
      'calls stored': stored.length,
      'calls accepted by the carrier': carried.length,
      'repeats at the end': repeats,
      'events told': followers.reduce((sum, follower) => sum + follower.told.length, 0),
      'feeds taken up again': followers.reduce((sum, { reconnections }) => sum + reconnections, 0),
      'starts of servers that failed': servers.a.failedStarts + servers.b.failedStarts,
    };
    return { checks, figures };
  } finally {
    await pool.end();
  }
}

function checkUnfinished(unfinished: Unfinished): StormCheck {
  const left = Object.entries(unfinished).filter(([, number]) => number > 0);
  return result(
    'nothing-left-to-do',
    'Every call has ended, its analysis was made and its recording is there, soon after all is well again.',
    left.map(([what, number]) => `${what}: ${number}`),
  );
}
