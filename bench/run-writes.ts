import { once } from 'node:events';
import path from 'node:path';
import type { Bench } from './main';
import { type Measurement, measure } from './measure';
import { cpuOf, type Process, start } from './processes';
import { type Spread, WRITES } from './scenarios';
import type { WriteOrder, WriteResult, WriterSettings } from './writers';

/** Measures the write path alone, without HTTP and without dialling. */
export async function measureWrites({
  options,
  databaseUrl,
  poolSize,
  fixtures,
  signal,
  say,
}: Bench): Promise<Measurement[]> {
  if (!WRITES.name.includes(options.only.toLowerCase())) return [];
  const writer = (who: WriterSettings['who']) =>
    start(path.join(__dirname, 'writers.js'), { args: [JSON.stringify({ who, databaseUrl, poolSize })] });
  const writers = { baseline: await writer('baseline'), product: await writer('product') };
  const measurements: Measurement[] = [];
  try {
    for (const spread of ['one', 'many'] as Spread[]) {
      const tenants = fixtures[spread].map(({ accountId, agentId }) => ({ accountId, agentId }));
      const contestant = (process: Process) => ({
        cpu: () => cpuOf(process.pid),
        run: (seconds: number) => write(process, { seconds, tenants }, signal),
      });
      say(`${WRITES.name}, ${tenants.length} account(s)`);
      const contestants = { baseline: contestant(writers.baseline), product: contestant(writers.product) };
      const figures = await measure(contestants, options);
      measurements.push({
        scenario: WRITES.name,
        accounts: tenants.length,
        target: WRITES.target[spread],
        ...figures,
      });
    }
  } finally {
    await Promise.all([writers.baseline.stop(), writers.product.stop()]);
  }
  return measurements;
}

async function write({ child }: Process, order: WriteOrder, signal: AbortSignal): Promise<WriteResult> {
  const answered = once(child, 'message', { signal });
  child.send(order);
  const [result] = (await answered) as [WriteResult | { error: string }];
  if ('error' in result) throw new Error(result.error);
  return result;
}
