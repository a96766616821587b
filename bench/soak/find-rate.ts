import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../statistics';
import type { OpenLoop } from './open-loop';

/** Longer than a call and its analysis take: what a call costs comes mostly after it was placed. */
const STEP_SECONDS = 20;
const FIRST = 50;
const FACTOR = 1.4;
/** Of a rate that is easy, before the first step, in seconds: code that was never run is slow. */
const WARM_UP_SECONDS = 10;
/** A rate is too much when requests are answered later than this, in milliseconds. */
const MAX_P99_MS = 1000;

/** The most requests a second that the server keeps up with, found in steps. */
export async function findRate(
  load: OpenLoop,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<number> {
  load.setRate(FIRST / 2);
  await sleep(WARM_UP_SECONDS * 1000, undefined, { signal });
  let best = 0;
  let rate = FIRST;
  // Something else may use the machine for a moment, so a rate is too much only when it was twice.
  while ((await keepsUp(load, rate, signal, say)) || (await keepsUp(load, rate, signal, say))) {
    best = rate;
    rate = Math.round(rate * FACTOR);
  }
  return best;
}

async function keepsUp(
  load: OpenLoop,
  rate: number,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<boolean> {
  load.take();
  load.setRate(rate);
  await sleep(STEP_SECONDS * 1000, undefined, { signal });
  const { latencies, errors } = load.take();
  load.setRate(0);
  await load.settle();
  load.take();
  const p99 = quantile(
    latencies.map(({ ms }) => ms),
    0.99,
  );
  const failures = Object.keys(errors).length > 0 ? `, ${JSON.stringify(errors)}` : '';
  const good = failures === '' && p99 < MAX_P99_MS && latencies.length > 0.95 * rate * STEP_SECONDS;
  say(`${rate}/s: p99 ${p99.toFixed(0)} ms${failures}${good ? '' : ', too much'}`);
  return good;
}
