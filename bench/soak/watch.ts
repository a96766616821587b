import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Process } from '../processes';
import { quantile } from '../statistics';
import type { OpenLoop } from './open-loop';
import type { SoakOptions } from './options';
import type { Inside, Question } from './probe';

/** How the server was at one moment, and how it answered since the moment before. */
export interface Sample extends Inside {
  /** Seconds since the start. */
  second: number;
  /** The heap after all garbage was collected; only in some samples. */
  heapLive: number | null;
  databaseConnections: number;
  requests: number;
  p50Ms: number;
  p99Ms: number;
  errors: number;
}

const EVERY_SECONDS = 5;
/** Collecting all garbage holds the server up, so it is done seldom. */
const COLLECT_EVERY = 6;

/** Samples, and what was measured over the whole time. */
export interface Watched {
  samples: Sample[];
  latencies: Map<string, number[]>;
  errors: Record<string, number>;
}

/** Watches a server under load. */
export async function watch(
  { product, load, pool }: { product: Process; load: OpenLoop; pool: Pool },
  { minutes, snapshots }: SoakOptions,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<Watched> {
  const watched: Watched = { samples: [], latencies: new Map(), errors: {} };
  const count = Math.round((minutes * 60) / EVERY_SECONDS);
  const start = performance.now();
  load.take();
  for (let index = 1; index <= count; index++) {
    await sleep(Math.max(0, start + index * EVERY_SECONDS * 1000 - performance.now()), undefined, { signal });
    const { latencies, errors } = load.take();
    for (const { kind, ms } of latencies) {
      if (!watched.latencies.has(kind)) watched.latencies.set(kind, []);
      watched.latencies.get(kind)?.push(ms);
    }
    for (const [what, times] of Object.entries(errors)) watched.errors[what] = (watched.errors[what] ?? 0) + times;
    const collect = index % COLLECT_EVERY === 0;
    const third = [Math.ceil(count / 3), count].indexOf(index);
    const snapshot = snapshots && third >= 0 ? path.resolve(snapshots, `${third + 1}.heapsnapshot`) : undefined;
    const inside = await ask(product, { collect, snapshot }, signal);
    const all = latencies.map(({ ms }) => ms);
    const sample: Sample = {
      second: Math.round((performance.now() - start) / 1000),
      ...inside,
      heapLive: collect ? inside.heapUsed : null,
      databaseConnections: await connections(pool),
      requests: all.length,
      p50Ms: quantile(all, 0.5),
      p99Ms: quantile(all, 0.99),
      errors: Object.values(errors).reduce((sum, times) => sum + times, 0),
    };
    watched.samples.push(sample);
    if (collect) say(line(sample));
  }
  return watched;
}

async function ask({ child }: Process, question: Question, signal: AbortSignal): Promise<Inside> {
  const answered = once(child, 'message', { signal });
  child.send(question);
  const [inside] = (await answered) as [Inside];
  return inside;
}

async function connections(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int "count" from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  return rows[0]?.count ?? 0;
}

function line({ second, rss, heapUsed, p50Ms, p99Ms, errors }: Sample): string {
  const mega = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  const times = `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
  return `${second} s: RSS ${mega(rss)} MB, live heap ${mega(heapUsed)} MB, ${times}, ${errors} errors`;
}
