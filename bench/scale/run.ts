import { load } from '../load';
import { type Process, startProduct } from '../processes';
import { median, quantile } from '../statistics';
import type { Fixture } from './fixture';
import type { ScaleOptions } from './options';
import { LONG_AGO, oneOf, READS, type Read, type Subject } from './reads';

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
  subject: Subject;
}

/** Reading everything that will be asked for takes so long at most, in seconds. */
const LONGEST_READING = 300;
const READERS = 16;

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
      const subject = { ...fixture, cursors: [], sample: () => oneOf(fixture.samples) };
      sides.push({ product, subject: { ...subject, cursors: await findCursors(product, subject) } });
    }
    for (const read of READS.filter(({ name }) => name.toLowerCase().includes(options.only))) {
      const { name, request } = read;
      if (read.sampled) for (const side of sides) await readOnce(side, read, signal);
      const rounds: [Latency[], Latency[]] = [[], []];
      for (let round = 0; round < options.rounds; round++) {
        for (const [index, { product, subject }] of sides.entries()) {
          const run = (seconds: number) =>
            load(product.url, request(subject), { seconds, status: 200, signal, connections: 1 });
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

/** Reads each sample once, so that what is compared is no disk: a database that is used has what is asked for in memory. */
async function readOnce({ product, subject }: Side, { request }: Read, signal: AbortSignal): Promise<void> {
  const { samples } = subject;
  let next = 0;
  const inTurn = { ...subject, sample: () => samples[next++ % samples.length] ?? oneOf(samples) };
  await load(product.url, request(inTurn), {
    seconds: LONGEST_READING,
    requests: samples.length,
    connections: READERS,
    status: 200,
    signal,
  });
}

/** Cursors in the middle of the list, as a client would come to them. */
async function findCursors(product: Process, { key }: Fixture): Promise<string[]> {
  const query = new URLSearchParams({ ...LONG_AGO, limit: '100' });
  const answer = await fetch(`${product.url}/api/v1/calls?${query}`, { headers: { 'X-API-Key': key } });
  const body = (await answer.json()) as { data: { pagination: { nextCursor: string } } };
  return [body.data.pagination.nextCursor];
}
