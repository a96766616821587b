import 'reflect-metadata';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded';
import { migrate } from '../../src/database/migrate';
import { loadCalls } from '../fixture';
import { start, startProduct } from '../processes';
import { findRate } from './find-rate';
import { Mix } from './mix';
import { OpenLoop } from './open-loop';
import { readOptions } from './options';
import { outcomesSince, timeOf } from './outcomes';
import { type Results, report } from './report';
import { watch } from './watch';

const root = path.join(__dirname, '../../../..');

const ACCOUNTS = 20;
const POOL_SIZE = 20;
/** Caches and compiled code fill first, in seconds. */
const WARM_UP_SECONDS = 30;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  const { signal } = interrupted;
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-soak-'));
  chmodSync(scratch, 0o755);
  if (options.snapshots) mkdirSync(options.snapshots, { recursive: true });
  const stops: Array<() => Promise<unknown>> = [async () => rmSync(scratch, { recursive: true, force: true })];
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: scratch });
    stops.push(async () => rmSync(postgres.dataDir, { recursive: true, force: true }));
    stops.push(() => postgres.stop());
    // A socket directory may stand beside a host, and a URL without a host is none.
    const databaseUrl = postgres.url.replace('@/', '@localhost/');
    const pool = new Pool({ connectionString: databaseUrl, max: 1 });
    stops.push(() => pool.end());
    await migrate(databaseUrl);
    const mix = new Mix(await loadCalls(pool, ACCOUNTS));
    await pool.query('vacuum (analyze)');
    const carrier = await start(path.join(root, 'dist/simulator/main.js'));
    stops.push(() => carrier.stop());
    const environment = {
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      DATA_DIR: path.join(scratch, 'product'),
      SIMULATOR_URL: carrier.url,
    };
    const probing = ['--expose-gc', '--require', path.join(__dirname, 'probe.js')];
    const product = await startProduct(path.join(root, 'dist/main.js'), environment, probing);
    stops.push(() => product.stop());
    // Before the server, or it would complain of calls that nobody answers for.
    stops.push(() => carrier.stop());
    const load = new OpenLoop(product.url, mix.next);
    stops.push(async () => load.close());

    const most = options.rate ? null : await findRate({ load, pool, signal, say });
    const rate = options.rate ?? Math.round((most ?? 0) / 2);
    if (rate === 0) throw new Error('the server did not keep up with any rate');
    const begun = await timeOf(pool);
    say(`${rate}/s for ${options.minutes} minutes, after ${WARM_UP_SECONDS} s`);
    load.setRate(rate);
    await sleep(WARM_UP_SECONDS * 1000, undefined, { signal });
    const watched = await watch({ product, load, pool }, options, { signal, say });
    load.setRate(0);
    await load.settle();
    const outcomes = await outcomesSince(pool, begun, signal);
    const results: Results = { options, most, rate, outcomes, ...watched };
    const text = report(results, (json) => writeFileSync(path.join(root, 'bench/soak.json'), json));
    say(`\n${text}`);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
