import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { migrate } from '../../src/database/migrate';
import { type Demo, ensureDemo } from '../../src/demo/seed';
import { verifyLedger } from '../../src/services/ledger/verify-ledger';
import { start, startProduct } from '../processes';
import { type BreakableDatabase, FAULTS, type Fault, startBreakableDatabase } from './breakable-database';
import { Clients } from './clients';
import { findings, timeline } from './timeline';

const root = path.join(__dirname, '../../../..');
const BEFORE_SECONDS = 5;
const AFTER_SECONDS = 10;
/** Calls that were placed must have ended so long after the last one, in seconds. */
const ENDED_SECONDS = 90;

const say = (line: string) => void process.stdout.write(`${line}\n`);

interface Parts {
  database: BreakableDatabase;
  pool: Pool;
  demo: Demo;
  /** What runs the product, and where. */
  product: Awaited<ReturnType<typeof startProduct>>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, only: { type: 'string' } } });
  const seconds = Number(values.seconds ?? 20);
  const faults = FAULTS.filter((fault) => !values.only || fault === values.only);
  if (!(seconds > 0) || faults.length === 0) throw new Error(`--seconds takes a number, --only ${FAULTS.join(', ')}`);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-outage-'));
  chmodSync(scratch, 0o755);
  const stops: Array<() => unknown> = [() => rmSync(scratch, { recursive: true, force: true })];
  try {
    const database = await startBreakableDatabase(scratch);
    stops.push(() => database.stop());
    await migrate(database.url);
    // It complains of every callback that nobody took.
    const carrier = await start(path.join(root, 'dist/simulator/main.js'), { errors: 'ignore' });
    stops.push(() => carrier.stop());
    const product = await startProduct(path.join(root, 'dist/main.js'), {
      DATABASE_URL: database.url,
      DATA_DIR: path.join(scratch, 'product'),
      SIMULATOR_URL: carrier.url,
    });
    stops.push(() => product.stop());
    const pool = new Pool({ connectionString: database.url, max: 1 });
    pool.on('error', () => undefined);
    stops.push(() => pool.end());
    const demo = await ensureDemo(pool, path.join(scratch, 'product'), product.url);
    await pool.query('update accounts set requests_per_minute = 1000000, concurrent_calls = 100000');
    let good = true;
    for (const fault of faults) good = (await suffer({ database, pool, demo, product }, fault, seconds)) && good;
    process.exitCode = good ? 0 : 1;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** Has clients ask throughout an outage, and looks what is left of it. @returns whether all is well */
async function suffer({ database, pool, demo, product }: Parts, fault: Fault, seconds: number): Promise<boolean> {
  say(`\nThe database is taken away for ${seconds} s: ${fault}`);
  const clients = new Clients(product.url, { key: demo.apiKey, agentId: demo.agentId });
  await sleep(BEFORE_SECONDS * 1000);
  const from = clients.now();
  await database.takeAway(fault);
  await sleep(from + seconds * 1000 - clients.now());
  await database.bringBack();
  const outage = { from, to: clients.now() };
  await sleep(AFTER_SECONDS * 1000);
  await clients.stop();
  say(timeline(clients.answers, outage));
  const { slowestMs, recoveryMs, odd } = findings(clients.answers, outage);
  const live = await liveCalls(pool);
  const lost = clients.placed().length - (await existing(pool, clients.placed()));
  const broken = (await verifyLedger(pool, { seconds: 60, parallel: false })).filter(
    ({ violations }) => violations > 0,
  );
  const alive = product.child.exitCode === null && product.child.signalCode === null;
  say(`
slowest answer around the outage     ${Math.round(slowestMs)} ms
all kinds of requests served again   ${recoveryMs === null ? 'never' : `${Math.round(recoveryMs)} ms after its return`}
answers of another kind              ${odd.length}${odd[0] ? `, e.g. ${odd[0].kind} ${odd[0].status} ${odd[0].body.slice(0, 200)}` : ''}
calls accepted, lost, still live     ${clients.placed().length}, ${lost}, ${live}
rules of the ledger that are broken  ${broken.map(({ check }) => check).join(', ') || 'none'}
the server's process                 ${alive ? 'the same' : 'ENDED'}`);
  return alive && odd.length === 0 && recoveryMs !== null && recoveryMs < 5000 && lost + live + broken.length === 0;
}

async function existing(pool: Pool, ids: string[]): Promise<number> {
  const { rows } = await pool.query('select count(*)::int "found" from calls where id = any($1)', [ids]);
  return rows[0].found;
}

/** Calls that have not ended when all should have. */
async function liveCalls(pool: Pool): Promise<number> {
  for (let second = 0; ; second++) {
    const { rows } = await pool.query('select count(*)::int "live" from calls where end_time is null');
    if (rows[0].live === 0 || second === ENDED_SECONDS) return rows[0].live;
    await sleep(1000);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
