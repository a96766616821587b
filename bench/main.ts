import 'reflect-metadata';
import { setMaxListeners } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { startEmbeddedPostgres } from '../src/database/embedded';
import { migrate } from '../src/database/migrate';
import { loadCalls } from './fixture';
import { describeMachine } from './machine';
import type { Measurement } from './measure';
import { type BenchOptions, readOptions } from './options';
import { table } from './report';
import { measureHttp } from './run-http';
import { measureWrites } from './run-writes';

const root = path.join(__dirname, '../../..');

/** What the benchmarks work with. */
export interface Bench {
  options: BenchOptions;
  databaseUrl: string;
  /** Database connections of each contestant. */
  poolSize: number;
  /** A directory for whoever needs one. */
  scratch: string;
  /** The product's compiled files. */
  dist: string;
  signal: AbortSignal;
  pool: Pool;
  fixtures: Record<'one' | 'many', Awaited<ReturnType<typeof loadCalls>>>;
  say(line: string): void;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  // Each connection of the load listens.
  setMaxListeners(0, interrupted.signal);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-bench-'));
  chmodSync(scratch, 0o755);
  const settings = { max_connections: '200' };
  const postgres = await startEmbeddedPostgres({ dataDir: scratch, settings });
  // A socket directory may stand beside a host, and a URL without a host is none.
  const databaseUrl = postgres.url.replace('@/', '@localhost/');
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  try {
    say('loading 50,000 calls of one account and 50,000 of 1,000 accounts');
    await migrate(databaseUrl);
    const fixtures = { one: await loadCalls(pool, 1), many: await loadCalls(pool, 1000) };
    await pool.query('vacuum (analyze)');
    const dist = path.join(root, 'dist');
    const signal = interrupted.signal;
    const bench: Bench = { options, databaseUrl, poolSize: 20, scratch, dist, signal, pool, fixtures, say };
    const measurements = [...(await measureHttp(bench)), ...(await measureWrites(bench))];
    report(measurements, options);
  } finally {
    await pool.end();
    await postgres.stop();
    rmSync(scratch, { recursive: true, force: true });
    rmSync(postgres.dataDir, { recursive: true, force: true });
  }
}

function report(measurements: Measurement[], options: BenchOptions): void {
  const machine = describeMachine();
  const file = path.join(root, 'bench/results.json');
  writeFileSync(file, `${JSON.stringify({ at: new Date(), machine, options, measurements }, null, 2)}\n`);
  say(`\n${table(measurements)}\n`);
  say(`${machine.cpus} CPUs, Node ${machine.node}, load average ${machine.loadAverage.map((n) => n.toFixed(1))}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
