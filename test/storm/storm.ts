import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterwards } from './afterwards';
import { startClients } from './clients/start-clients';
import { Tally } from './clients/tally';
import { conduct } from './conduct';
import { untilSeen } from './meanwhile';
import type { StormOptions } from './options';
import { gather } from './parties/gather';
import { planStorm } from './plan';
import type { StormReport } from './report';

const PROGRESS_MS = 5000;
const STOP_MS = 45_000;

/**
 * Runs two servers, a database, a carrier and clients, has things go wrong for a while, and looks whether anything was lost
 * or anybody was called twice. Everything that it starts is stopped again, however it ends.
 * @throws Error when it could not be carried out
 */
export async function storm(options: StormOptions): Promise<StormReport> {
  const { seed, seconds, plan = planStorm(seed, seconds), expected, say = () => undefined } = options;
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, ...(options.signal ? [options.signal] : [])]);
  // Everybody who waits for something listens to it.
  setMaxListeners(0, signal);
  const start = performance.now();
  const secondsSince = () => Math.round((performance.now() - start) / 1000);
  const stops: Array<() => unknown> = [];
  try {
    say('starting');
    const parties = await gather(options, stops, signal);
    const clients = await startClients(parties, options, stops, signal);
    const mishaps = new Tally();
    const progress = setInterval(() => say(`${secondsSince()} s: ${clients.progress()}`), PROGRESS_MS);
    stops.push(() => clearInterval(progress));
    const startSeconds = secondsSince();
    const course = async () => {
      await Promise.all([conduct(plan, parties, mishaps, signal), sleep(seconds * 1000, undefined, { signal })]);
      say('all is well again');
      await parties.carrier.heal();
      await clients.finish();
      clearInterval(progress);
      return afterwards(parties, clients, options, { signal, say });
    };
    const sight = async () => ({ checks: await untilSeen(parties, clients, expected ?? [], signal), figures: {} });
    const { checks, figures } = await firstOf(expected ? [course(), sight()] : [course()]);
    return {
      seed,
      seconds,
      startSeconds,
      tookSeconds: secondsSince(),
      figures,
      mishaps: mishaps.counts,
      answers: clients.answers.counts,
      checks,
      ok: checks.every(({ violations }) => violations === 0),
    };
  } finally {
    over.abort();
    for (const stop of stops.reverse()) {
      await Promise.race([Promise.resolve().then(stop), tooLate()]).catch((error: unknown) =>
        say(`while stopping: ${error}`),
      );
    }
  }
}

/** What is there first; nobody is told of the others any more. */
function firstOf<T>(all: Array<Promise<T>>): Promise<T> {
  for (const one of all) one.catch(() => undefined);
  return Promise.race(all);
}

/** One part that does not stop keeps nobody from stopping the others. */
async function tooLate(): Promise<never> {
  await sleep(STOP_MS, undefined, { ref: false });
  throw new Error(`a part did not stop within ${STOP_MS / 1000} s`);
}
