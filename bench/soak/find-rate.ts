import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { quantile } from '../statistics';
import type { OpenLoop } from './open-loop';
import { endedWell, outcomesSince, timeOf } from './outcomes';

/** Much longer than what is given to the last calls to end: what could not be done in this time shows. */
const STEP_SECONDS = 30;
const FIRST = 50;
const FACTOR = 1.4;
/** Of a rate that is easy, before the first step, in seconds: code that was never run is slow. */
const WARM_UP_SECONDS = 10;
/** A rate is too much when requests are answered later than this, in milliseconds. */
const MAX_P99_MS = 1000;

/** What a rate is tried on. */
interface Trial {
  load: OpenLoop;
  /** The server's database. */
  pool: Pool;
  signal: AbortSignal;
  say(line: string): void;
}

/**
 * The most requests a second that the server keeps up with, found in steps: all are answered in time, and all calls are talked to
 * their end and analyzed soon.
 */
export async function findRate(trial: Trial): Promise<number> {
  trial.load.setRate(FIRST / 2);
  await sleep(WARM_UP_SECONDS * 1000, undefined, { signal: trial.signal });
  let best = 0;
  let rate = FIRST;
  // Something else may use the machine for a moment, so a rate is too much only when it was twice.
  while ((await keepsUp(trial, rate)) || (await keepsUp(trial, rate))) {
    best = rate;
    rate = Math.round(rate * FACTOR);
  }
  return best;
}

async function keepsUp({ load, pool, signal, say }: Trial, rate: number): Promise<boolean> {
  load.take();
  const start = await timeOf(pool);
  load.setRate(rate);
  await sleep(STEP_SECONDS * 1000, undefined, { signal });
  const { latencies, errors } = load.take();
  load.setRate(0);
  await load.settle();
  load.take();
  const outcomes = await outcomesSince(pool, start, signal);
  const p99 = quantile(
    latencies.map(({ ms }) => ms),
    0.99,
  );
  const answered = Object.keys(errors).length === 0 && latencies.length > 0.95 * rate * STEP_SECONDS;
  const good = answered && p99 < MAX_P99_MS && endedWell(outcomes);
  const { calls, unfinished, badly } = outcomes;
  const troubles = Object.entries({ ...errors, ...badly, unfinished }).flatMap(([what, times]) =>
    times > 0 ? `, ${times} ${what}` : '',
  );
  say(`${rate}/s: p99 ${p99.toFixed(0)} ms, ${calls} calls${troubles.join('')}${good ? '' : ': too much'}`);
  return good;
}
