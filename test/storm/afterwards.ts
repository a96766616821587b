import { Pool } from 'pg';
import { checkCarried } from './checks/carried';
import { result, type StormCheck } from './checks/check';
import { checkFeeds } from './checks/feeds';
import { checkLedger } from './checks/ledger';
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

/** Waits until nothing happens any more, then looks at everything. */
export async function afterwards(
  parties: AllParties,
  clients: Clients,
  { quietSeconds = QUIET_SECONDS, expected }: StormOptions,
  told: { signal: AbortSignal; say: (line: string) => void },
): Promise<{ checks: StormCheck[]; figures: Record<string, number> }> {
  const { carrier, database, servers, network } = parties;
  const { accounts, orders, followers, missing } = clients;
  const pool = new Pool({ connectionString: database.url, max: 2 });
  try {
    const unfinished = checkUnfinished(await untilQuiet(pool, carrier, quietSeconds, told));
    if (unfinished.violations > 0 && expected?.includes(unfinished.check)) return { checks: [unfinished], figures: {} };
    told.say('asking for everything again');
    const repeats = await repeatAll(orders.all, [network['clients to a'].url, network['clients to b'].url]);
    told.say('looking at everything');
    const [stored, carried] = [await readCalls(pool), await carrier.calls()];
    const ledger = await checkLedger(pool);
    const feeds = await checkFeeds(followers, servers.a.url ?? '');
    const checks = [
      ...ledger,
      unfinished,
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
