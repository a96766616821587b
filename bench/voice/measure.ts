import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { relayUrl } from '../../src/telephony/twilio/relay/url';
import { cpuOf, type Process } from '../processes';
import type { Inside, Question } from '../soak/probe';
import { quantile } from '../statistics';
import { Conversation } from './conversation';
import { answerCalls } from './fixture';
import type { VoiceOptions } from './options';

/** What so many conversations cost. */
export interface VoiceFigures {
  conversations: number;
  answers: number;
  missed: number;
  /** What the server added between prompt and first token. */
  p50Ms: number;
  p99Ms: number;
  /** Live memory that each conversation adds, in kB, all garbage collected: at the beginning and at the end. */
  kilobytesAtFirst: number;
  kilobytesAtLast: number;
  /** Of one core. */
  cpuPercent: number;
}

const OPEN_AT_ONCE = 20;
const WARM_UP_SECONDS = 10;

/** Holds conversations for a while and measures what the server adds. */
export async function measureVoice(
  { product, pool, authToken, signal }: { product: Process; pool: Pool; authToken: string; signal: AbortSignal },
  count: number,
  { minutes, snapshots }: VoiceOptions,
): Promise<VoiceFigures> {
  const snapshotOf = (when: string) => snapshots && path.resolve(snapshots, `${count}-${when}.heapsnapshot`);
  const empty = await memoryOf(product, snapshotOf('empty'));
  const { accountId, calls } = await answerCalls(pool, count);
  const conversations = calls.map(({ callId, sid }) => {
    const url = relayUrl(product.url, authToken, { accountId, callId, attempt: 1 });
    return new Conversation({ callId, sid, url }, authToken);
  });
  try {
    for (let i = 0; i < count; i += OPEN_AT_ONCE) {
      await Promise.all(conversations.slice(i, i + OPEN_AT_ONCE).map((conversation) => conversation.open()));
    }
    for (const conversation of conversations) conversation.talk();
    await sleep(WARM_UP_SECONDS * 1000, undefined, { signal });
    const first = await memoryOf(product);
    for (const conversation of conversations) conversation.added.length = 0;
    const cpu = cpuOf(product.pid);
    await sleep(minutes * 60_000, undefined, { signal });
    const used = cpuOf(product.pid) - cpu;
    const added = conversations.flatMap((conversation) => conversation.added);
    const last = await memoryOf(product, snapshotOf('last'));
    return {
      conversations: count,
      answers: added.length,
      missed: conversations.reduce((sum, { missed }) => sum + missed, 0),
      p50Ms: quantile(added, 0.5),
      p99Ms: quantile(added, 0.99),
      kilobytesAtFirst: (first - empty) / count / 1000,
      kilobytesAtLast: (last - empty) / count / 1000,
      cpuPercent: (used / (minutes * 60_000_000)) * 100,
    };
  } finally {
    for (const conversation of conversations) conversation.close();
  }
}

/** Bytes that are in use, on the heap and beside it. */
async function memoryOf({ child }: Process, snapshot?: string): Promise<number> {
  const answered = once(child, 'message');
  child.send({ collect: true, snapshot } satisfies Question);
  const [{ heapUsed, external }] = (await answered) as [Inside];
  return heapUsed + external;
}
