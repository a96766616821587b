import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded';
import { migrate } from '../../src/database/migrate';
import { describeMachine } from '../machine';
import { start, startProduct } from '../processes';
import { markdownTable } from '../report';
import { measureVoice, type VoiceFigures } from './measure';
import { readOptions, type VoiceOptions } from './options';

const root = path.join(__dirname, '../../../..');

/** The model's own time to its first token, in milliseconds. */
const MODEL_MS = 300;
const TARGET = { conversations: 500, p99Ms: 15, kilobytes: 60 };
/** Between two measurements, for what the one before leaves behind. */
const REST_SECONDS = 5;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Holds conversations against the built server, with a model that answers after a fixed time. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  const { signal } = interrupted;
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-voice-'));
  chmodSync(scratch, 0o755);
  const stops: Array<() => Promise<unknown>> = [async () => rmSync(scratch, { recursive: true, force: true })];
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: scratch });
    stops.push(async () => rmSync(postgres.dataDir, { recursive: true, force: true }));
    stops.push(() => postgres.stop());
    // A socket directory may stand beside a host, and a URL without a host is none.
    const databaseUrl = postgres.url.replace('@/', '@localhost/');
    const pool = new Pool({ connectionString: databaseUrl, max: 2 });
    stops.push(() => pool.end());
    await migrate(databaseUrl);
    const model = await start(path.join(__dirname, 'model.js'), { args: [String(MODEL_MS)] });
    stops.push(() => model.stop());
    const environment = {
      DATABASE_URL: databaseUrl,
      DATA_DIR: path.join(scratch, 'product'),
      LLM_BASE_URL: `${model.url}/v1`,
      LLM_MODEL: 'bench',
      // Nobody is called: the calls are there, and this process is their carrier.
      SIMULATOR_URL: model.url,
      SIMULATOR_SPEED: '1',
      SHUTDOWN_SECONDS: '1',
    };
    const probing = ['--expose-gc', '--require', path.join(__dirname, '../soak/probe.js')];
    if (options.profile) probing.push('--cpu-prof', '--cpu-prof-dir', path.resolve(options.profile));
    const product = await startProduct(path.join(root, 'dist/main.js'), environment, probing);
    stops.push(() => product.stop());
    const { rows } = await pool.query(`select value from generated_secrets where name = 'simulated-carrier'`);
    const authToken: string = rows[0].value;
    const figures: VoiceFigures[] = [];
    for (const count of options.conversations) {
      say(`${count} conversations for ${options.minutes} minute(s)`);
      figures.push(await measureVoice({ product, model, pool, authToken, signal }, count, options));
      await sleep(REST_SECONDS * 1000, undefined, { signal });
    }
    report(figures, options);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function report(figures: VoiceFigures[], { minutes, talkMinutes }: VoiceOptions): void {
  const machine = describeMachine();
  const json = JSON.stringify(
    { at: new Date(), machine, minutes, talkMinutes, modelMs: MODEL_MS, target: TARGET, figures },
    null,
    2,
  );
  writeFileSync(path.join(root, 'bench/voice.json'), `${json}\n`);
  const columns = [
    'conversations',
    'answers',
    'missed',
    'p50 ms',
    'p99 ms',
    'p99 there',
    'null p50',
    'null p99',
    'loop p99',
    'kB a call',
    'kB at the end',
    'CPU %',
  ];
  const rows = figures.map((f) =>
    [
      f.conversations,
      f.answers,
      f.missed,
      f.p50Ms.toFixed(1),
      f.p99Ms.toFixed(1),
      f.thereP99Ms.toFixed(1),
      f.nullP50Ms.toFixed(1),
      f.nullP99Ms.toFixed(1),
      f.loopDelayP99Ms.toFixed(1),
      f.kilobytesAtFirst.toFixed(0),
      f.kilobytesAtLast.toFixed(0),
      f.cpuPercent.toFixed(0),
    ].map(String),
  );
  say(`\nWhat the server adds between prompt and first token, and what a live call takes of memory:\n`);
  say(markdownTable(columns, rows));
  say(`\n${machine.cpus} CPUs, Node ${machine.node}, load average ${machine.loadAverage.map((n) => n.toFixed(1))}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
