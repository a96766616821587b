import 'reflect-metadata';
import { markdownTable } from '../../../bench/report';
import { PLAIN_NUMBERS } from '../clients/order';
import { PECULIAR_NUMBERS } from '../parties/carrier';
import { CALLBACKS_LOST, SERVERS_DIE, SLOW_DATABASE } from './conditions';
import { type Exposure, expose } from './expose';
import type { PlantedFault } from './planted-fault';
import { PLANTED_FAULTS } from './planted-faults';

/** So many storms at a time: each has servers and a database of its own. */
const AT_ONCE = 2;

/** Nothing is broken, so whatever is seen under these conditions is no sign of a fault. */
const CONTROL: PlantedFault = {
  name: 'nothing',
  harm: '',
  replacements: [],
  conditions: {
    seconds: 8,
    numbers: [PLAIN_NUMBERS, CALLBACKS_LOST, ...Object.values(PECULIAR_NUMBERS)],
    plan: [...SLOW_DATABASE, ...SERVERS_DIE].toSorted((a, b) => a.atMs - b.atMs),
  },
  seenBy: [],
};

interface Result {
  fault: PlantedFault;
  exposure: Exposure;
  ok: boolean;
}

async function main(): Promise<void> {
  const [wanted = ''] = process.argv.slice(2);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  const start = performance.now();
  const faults = [CONTROL, ...PLANTED_FAULTS].filter(({ name }) => name.includes(wanted));
  if (faults.length === 0) throw new Error(`no fault's name has '${wanted}' in it`);
  const waiting = [...faults];
  const results: Result[] = [];
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const exposure = await expose(fault, interrupted.signal);
      const ok = fault === CONTROL ? exposure.broken.length === 0 : exposure.seenBy.length > 0;
      results.push({ fault, exposure, ok });
      process.stderr.write(`${fault.name}: ${told(exposure)}\n`);
    }
  });
  try {
    await Promise.all(lanes);
  } finally {
    // Where one could not be carried out, what the others started is stopped.
    interrupted.abort();
    await Promise.allSettled(lanes);
  }
  const seen = results.filter(({ fault, ok }) => fault !== CONTROL && ok).length;
  const planted = faults.filter((fault) => fault !== CONTROL).length;
  const seconds = Math.round((performance.now() - start) / 1000);
  process.stdout.write(`${describe(faults, results)}\n\n${seen} of ${planted} seen, in ${seconds} s.\n`);
  // What was planned for storms that were over early is not waited for.
  process.exit(results.length === faults.length && results.every(({ ok }) => ok) ? 0 : 1);
}

function told({ broken, seenBy, afterSeconds }: Exposure): string {
  return `${(seenBy.length > 0 ? seenBy : broken).join(', ') || 'nothing seen'}, ${afterSeconds} s`;
}

function describe(faults: readonly PlantedFault[], results: readonly Result[]): string {
  const rows = faults.flatMap((fault) => {
    const result = results.find((one) => one.fault === fault);
    if (!result) return [];
    const { broken, seenBy, afterSeconds } = result.exposure;
    const others = broken.filter((check) => !seenBy.includes(check));
    const by = [...seenBy, ...(result.ok ? [] : ['not seen', ...others])].join(', ');
    return [[fault.name, fault.harm, by, `${afterSeconds} s`]];
  });
  return markdownTable(['broken', 'what comes of it', 'seen by', 'after'], rows);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
