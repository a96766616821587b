import path from 'node:path';
import { compareBodies } from './compare';
import { load } from './load';
import type { Bench } from './main';
import { type Measurement, measure } from './measure';
import { cpuOf, type Process, SERVER_OPTIONS, start, startProduct } from './processes';
import { SCENARIOS, type Spread } from './scenarios';

/** The slowest there is: what the carrier reports of a call comes when the round is over. */
const CARRIER_SPEED = '0.1';

/** Measures what goes over HTTP: both servers on one database and one carrier, each a process of its own. */
export async function measureHttp(bench: Bench): Promise<Measurement[]> {
  const { options, fixtures, signal, say } = bench;
  const scenarios = SCENARIOS.filter(({ name }) => name.toLowerCase().includes(options.only.toLowerCase()));
  if (scenarios.length === 0) return [];
  const carrier = new Carrier(path.join(bench.dist, 'simulator/main.js'));
  const stops: Array<() => Promise<void>> = [() => carrier.stop()];
  const measurements: Measurement[] = [];
  try {
    await carrier.restart();
    const environment = {
      DATABASE_URL: bench.databaseUrl,
      DATABASE_POOL_SIZE: String(bench.poolSize),
      DATA_DIR: path.join(bench.scratch, 'product'),
      SIMULATOR_URL: carrier.url,
      SIMULATOR_SPEED: CARRIER_SPEED,
    };
    const profiling = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${path.resolve(options.profile)}`] : [];
    const product = await startProduct(path.join(bench.dist, 'main.js'), environment, profiling);
    stops.push(() => product.stop());
    const baseline = await startBaseline(bench, carrier.url);
    stops.push(() => baseline.stop());
    for (const scenario of scenarios) {
      for (const spread of ['one', 'many'] as Spread[]) {
        const tenants = fixtures[spread];
        await compareBodies(scenario, tenants, { baseline: baseline.url, product: product.url });
        const contestant = ({ url, pid }: Process, who: 'baseline' | 'product') => ({
          cpu: () => cpuOf(pid),
          run: (seconds: number) => load(url, scenario[who](tenants), { seconds, status: 200, signal }),
        });
        say(`${scenario.name}, ${tenants.length} account(s)`);
        const contestants = { baseline: contestant(baseline, 'baseline'), product: contestant(product, 'product') };
        const dials = scenario.compare === 'shape';
        const figures = await measure(contestants, options, dials ? () => carrier.restart() : undefined);
        measurements.push({
          scenario: scenario.name,
          accounts: tenants.length,
          target: scenario.target[spread],
          ...figures,
        });
      }
    }
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
  return measurements;
}

async function startBaseline({ pool, databaseUrl, poolSize }: Bench, carrierUrl: string): Promise<Process> {
  const { rows } = await pool.query<{ value: string }>('select value from generated_secrets');
  const authToken = rows[0]?.value ?? '';
  const settings = { databaseUrl, poolSize, carrierUrl, accountSid: `AC${authToken.slice(0, 32)}`, authToken };
  const args = [JSON.stringify(settings)];
  return start(path.join(__dirname, 'baseline/main.js'), { args, execArgv: SERVER_OPTIONS });
}

/** The simulated carrier. It is started anew before each round of dials, or the calls of one would report into the next. */
class Carrier {
  private process: Process | null = null;

  constructor(private readonly file: string) {}

  get url(): string {
    return this.process?.url ?? '';
  }

  async restart(): Promise<void> {
    const port = this.process ? new URL(this.process.url).port : '';
    await this.stop();
    this.process = await start(this.file, { env: { SIMULATOR_SPEED: CARRIER_SPEED, SIMULATOR_PORT: port } });
  }

  async stop(): Promise<void> {
    await this.process?.stop();
  }
}
