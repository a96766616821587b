import 'reflect-metadata';
import { setMaxListeners } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded';
import { describeMachine } from '../machine';
import { start } from '../processes';
import { markdownTable } from '../report';
import { prepare } from './fixture';
import { readOptions, type ScaleOptions } from './options';
import { type Measurement, measureReads, TARGET } from './run';

const root = path.join(__dirname, '../../../..');

/** Loading writes much at once and is done anew when it was interrupted; nothing is written after that. */
const SETTINGS = { max_wal_size: '8GB', checkpoint_timeout: '30min', fsync: 'off', autovacuum: 'off' };

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  setMaxListeners(0, interrupted.signal);
  const { signal } = interrupted;
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-scale-'));
  chmodSync(scratch, 0o755);
  const dataDir = path.resolve(options.dataDir ?? scratch);
  mkdirSync(dataDir, { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
  // A socket directory may stand beside a host, and a URL without a host is none.
  const serverUrl = postgres.url.replace('@/', '@localhost/');
  try {
    const [few, many] = options.sizes;
    const fixtures: Parameters<typeof measureReads>[0] = [
      await prepare(serverUrl, few, { signal, say }),
      await prepare(serverUrl, many, { signal, say }),
    ];
    const carrier = await start(path.join(root, 'dist/simulator/main.js'));
    try {
      const environment = { DATA_DIR: path.join(scratch, 'product'), SIMULATOR_URL: carrier.url };
      const server = { file: path.join(root, 'dist/main.js'), environment };
      report(await measureReads(fixtures, server, options, { signal, say }), options);
    } finally {
      await carrier.stop();
    }
  } finally {
    await postgres.stop();
    rmSync(scratch, { recursive: true, force: true });
    if (!options.dataDir) rmSync(postgres.dataDir, { recursive: true, force: true });
  }
}

function report(measurements: Measurement[], options: ScaleOptions): void {
  const [few, many] = options.sizes.map((calls) => calls.toLocaleString('en'));
  const columns = ['read', `p50 ms, ${few}`, `p50 ms, ${many}`, 'ratio', 'target', `p99 ms, ${few}`, `p99 ms, ${many}`];
  const rows = measurements.map(({ read, few, many, ratio }) => [
    read,
    few.p50Ms.toFixed(2),
    many.p50Ms.toFixed(2),
    ratio.toFixed(2),
    `${TARGET.toFixed(2)} ${ratio <= TARGET ? 'met' : 'MISSED'}`,
    few.p99Ms.toFixed(1),
    many.p99Ms.toFixed(1),
  ]);
  const machine = describeMachine();
  const { dataDir: _, ...shown } = options;
  const results = { at: new Date(), machine, options: shown, measurements };
  writeFileSync(path.join(root, 'bench/scale.json'), `${JSON.stringify(results, null, 2)}\n`);
  say(`\n${markdownTable(columns, rows)}\n`);
  say(`${machine.cpus} CPUs, Node ${machine.node}, load average ${machine.loadAverage.map((n) => n.toFixed(1))}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
