import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { relayUrl } from '../../src/telephony/twilio/relay/url';
import { cpuOf, type Process } from '../processes';
import type { Inside, Question } from '../soak/probe';
import { quantile } from '../statistics';
import { answerCalls } from './fixture';
import { Line, LONGEST_TALK, SHORTEST_TALK } from './line';
import { NullPath } from './null-path';
import type { VoiceOptions } from './options';

/** What so many conversations cost. */
export interface VoiceFigures {
  conversations: number;
  answers: number;
  missed: number;
  /** What the server added between prompt and first token. */
  p50Ms: number;
  p99Ms: number;
  /** Of these, on the way to the model. */
  thereP99Ms: number;
  /** The same from here to the model and back without the server: what the machine and this benchmark are late by. */
  nullP50Ms: number;
  nullP99Ms: number;
  /** By how much the server's event loop was late. */
  loopDelayP99Ms: number;
  /** Live memory that each conversation adds, in kB, all garbage collected: at the beginning and at the end. */
  kilobytesAtFirst: number;
  kilobytesAtLast: number;
  /** Of one core. */
  cpuPercent: number;
}

const OPEN_AT_ONCE = 20;
/** Of a talk that goes on; where talks end, the longest of the first ones does. */
const WARM_UP_SECONDS = 10;
const SETTLING_MS = 1000;
/** A line has calls for so much longer than is measured. */
const SPARE_MINUTES = 1;

/** What is measured, and by what. */
export interface Parts {
  product: Process;
  model: Process;
  pool: Pool;
  authToken: string;
  signal: AbortSignal;
}

/** Holds conversations for a while and measures what the server adds. */
export async function measureVoice(
  { product, model, pool, authToken, signal }: Parts,
  count: number,
  { minutes, talkMinutes, snapshots }: VoiceOptions,
): Promise<VoiceFigures> {
  const talkMs = talkMinutes === undefined ? null : talkMinutes * 60_000;
  const warmUpMs = talkMs === null ? WARM_UP_SECONDS * 1000 : LONGEST_TALK * talkMs;
  const snapshotOf = (when: string) => snapshots && path.resolve(snapshots, `${count}-${when}.heapsnapshot`);
  const { bytes: empty } = await look(product, snapshotOf('empty'));
  const callsOfLine =
    talkMinutes === undefined ? 1 : Math.ceil((minutes + SPARE_MINUTES) / (SHORTEST_TALK * talkMinutes)) + 1;
  const { accountId, calls } = await answerCalls(pool, count * callsOfLine);
  const answered = calls.map(({ callId, sid }) => {
    const url = relayUrl(product.url, authToken, { accountId, callId, attempt: 1 });
    return { callId, sid, url };
  });
  const lines = Array.from(
    { length: count },
    (_, i) => new Line(answered.slice(i * callsOfLine, (i + 1) * callsOfLine), authToken, talkMs),
  );
  const nullPath = new NullPath();
  try {
    await nullPath.open(model.url);
    for (let i = 0; i < count; i += OPEN_AT_ONCE) {
      await Promise.all(lines.slice(i, i + OPEN_AT_ONCE).map((line) => line.open()));
    }
    for (const line of lines) line.talk();
    await sleep(warmUpMs, undefined, { signal });
    const { bytes: first } = await look(product, snapshotOf('first'));
    // What collecting all garbage held up is not measured.
    await sleep(SETTLING_MS, undefined, { signal });
    const watches = lines.map(({ watch }) => watch);
    for (const watch of [...watches, ...nullPath.watches]) watch.reset();
    const cpu = cpuOf(product.pid);
    await sleep(minutes * 60_000, undefined, { signal });
    const used = cpuOf(product.pid) - cpu;
    const added = watches.flatMap(({ both }) => both);
    const direct = nullPath.watches.flatMap(({ both }) => both);
    const { bytes: last, loopDelayP99Ms } = await look(product, snapshotOf('last'));
    return {
      conversations: count,
      answers: added.length,
      missed: watches.reduce((sum, { missed }) => sum + missed, 0),
      p50Ms: quantile(added, 0.5),
      p99Ms: quantile(added, 0.99),
      thereP99Ms: quantile(
        watches.flatMap(({ there }) => there),
        0.99,
      ),
      nullP50Ms: quantile(direct, 0.5),
      nullP99Ms: quantile(direct, 0.99),
      loopDelayP99Ms,
      kilobytesAtFirst: (first - empty) / count / 1000,
      kilobytesAtLast: (last - empty) / count / 1000,
      cpuPercent: (used / (minutes * 60_000_000)) * 100,
    };
  } finally {
    for (const line of lines) line.close();
    nullPath.close();
  }
}

/** The bytes that are in use, on the heap and beside it, and how late the event loop was since it was asked before. */
async function look({ child }: Process, snapshot?: string): Promise<{ bytes: number; loopDelayP99Ms: number }> {
  const answered = once(child, 'message');
  child.send({ collect: true, snapshot } satisfies Question);
  const [{ heapUsed, external, loopDelayP99Ms }] = (await answered) as [Inside];
  return { bytes: heapUsed + external, loopDelayP99Ms };
}
