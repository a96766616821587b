import { load } from '../load';
import { type Process, startProduct } from '../processes';
import { median, quantile } from '../statistics';
import type { Fixture } from './fixture';
import type { ScaleOptions } from './options';
import { type Cursors, LONG_AGO, READS } from './reads';

/** Milliseconds, medians over the rounds. */
export interface Latency {
  p50Ms: number;
  p99Ms: number;
}

/** A line of the table. */
export interface Measurement {
  read: string;
  few: Latency;
  many: Latency;
  /** The median of the rounds' own ratios of p50. */
  ratio: number;
}

/** How much longer the middle read of the large account may take. */
export const TARGET = 1.3;

/** A server on its own database, and what to ask it for. */
interface Side {
  product: Process;
  fixture: Fixture & Cursors;
}

/** Measures every read at both sizes, over one connection: what is compared is how long a read takes. */
export async function measureReads(
  fixtures: [Fixture, Fixture],
  server: { file: string; environment: Record<string, string> },
  options: ScaleOptions,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<Measurement[]> {
  const sides: Side[] = [];
  const measurements: Measurement[] = [];
  try {
    for (const fixture of fixtures) {
      const environment = { ...server.environment, DATABASE_URL: fixture.databaseUrl };
      const product = await startProduct(server.file, environment);
      sides.push({ product, fixture: { ...fixture, cursors: [] } });
    }
    for (const side of sides) side.fixture.cursors = await findCursors(side);
    for (const { name, request } of READS.filter(({ name }) => name.toLowerCase().includes(options.only))) {
      const rounds: [Latency[], Latency[]] = [[], []];
      for (let round = 0; round < options.rounds; round++) {
        for (const [index, { product, fixture }] of sides.entries()) {
          const run = (seconds: number) =>
            load(product.url, request(fixture), { seconds, status: 200, signal, connections: 1 });
          await run(options.warmUpSeconds);
          const { latencies } = await run(options.seconds);
          rounds[index]?.push({ p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) });
        }
      }
      const measurement = summarize(name, rounds);
      say(`${name}: ${measurement.few.p50Ms.toFixed(2)} and ${measurement.many.p50Ms.toFixed(2)} ms`);
      measurements.push(measurement);
    }
  } finally {
    for (const { product } of sides) await product.stop();
  }
  return measurements;
}

function summarize(read: string, [few, many]: [Latency[], Latency[]]): Measurement {
  const ratios = many.map(({ p50Ms }, round) => p50Ms / (few[round]?.p50Ms ?? Number.NaN));
  return { read, few: medians(few), many: medians(many), ratio: median(ratios) };
}

function medians(rounds: Latency[]): Latency {
  return {
    p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
  };
}

/** Cursors in the middle of the list, as a client would come to them. */
async function findCursors({ product, fixture }: Side): Promise<string[]> {
  const query = new URLSearchParams({ ...LONG_AGO, limit: '100' });
  const answer = await fetch(`${product.url}/api/v1/calls?${query}`, { headers: { 'X-API-Key': fixture.key } });
  const body = (await answer.json()) as { data: { pagination: { nextCursor: string } } };
  return [body.data.pagination.nextCursor];
}
