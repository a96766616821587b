import type { BenchOptions } from './options';
import { median, quantile } from './statistics';

/** One server's share of a scenario: puts it under load for some seconds. */
export interface Contestant {
  cpu(): number;
  run(seconds: number): Promise<{ requestsPerSecond: number; latencies: number[] }>;
}

/** Medians over the rounds. */
export interface Figures {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuMicroseconds: number;
}

/** A line of the table. */
export interface Measurement {
  scenario: string;
  accounts: number;
  baseline: Figures;
  product: Figures;
  /** The median of the rounds' own ratios. */
  ratio: number;
  target: number;
}

/** Measures both in turn, so that whatever else the machine does is shared fairly. */
export async function measure(
  contestants: { baseline: Contestant; product: Contestant },
  { rounds, seconds, warmUpSeconds }: BenchOptions,
  beforeEach: () => Promise<void> = async () => undefined,
): Promise<Pick<Measurement, 'baseline' | 'product' | 'ratio'>> {
  const figures = { baseline: [] as Figures[], product: [] as Figures[] };
  for (let round = 0; round < rounds; round++) {
    for (const who of ['baseline', 'product'] as const) {
      await beforeEach();
      await contestants[who].run(warmUpSeconds);
      figures[who].push(await once(contestants[who], seconds));
    }
  }
  const ratios = figures.product.map(
    ({ requestsPerSecond }, round) => requestsPerSecond / (figures.baseline[round]?.requestsPerSecond ?? Number.NaN),
  );
  return { baseline: medians(figures.baseline), product: medians(figures.product), ratio: median(ratios) };
}

async function once({ cpu, run }: Contestant, seconds: number): Promise<Figures> {
  const before = cpu();
  const { requestsPerSecond, latencies } = await run(seconds);
  return {
    requestsPerSecond,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    cpuMicroseconds: (cpu() - before) / latencies.length,
  };
}

function medians(rounds: Figures[]): Figures {
  const of = (name: keyof Figures) => median(rounds.map((figures) => figures[name]));
  return {
    requestsPerSecond: of('requestsPerSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    cpuMicroseconds: of('cpuMicroseconds'),
  };
}
