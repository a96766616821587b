import 'reflect-metadata';
import { Pool } from 'pg';
import pino from 'pino';
import { createDataSource, poolOf } from '../src/database/data-source';
import { PostgresSignals } from '../src/database/signals';
import { Admissions } from '../src/services/calls/admissions';
import { CallCounts } from '../src/services/calls/call-counts';
import { Facts } from '../src/services/calls/facts';
import { LiveHub } from '../src/services/live/hub';
import { type CallOrder, placeCall } from './baseline/writes';
import { randomNumber, type Tenant } from './fixture';

/** What a writing process is told. */
export interface WriterSettings {
  who: 'baseline' | 'product';
  databaseUrl: string;
  poolSize: number;
}

/** Asks a writing process for a round. */
export interface WriteOrder {
  seconds: number;
  tenants: Array<Pick<Tenant, 'accountId' | 'agentId'>>;
}

/** What a round of writing came to. */
export interface WriteResult {
  requestsPerSecond: number;
  latencies: number[];
}

/** Requests under way at once. */
const CONCURRENCY = 128;
/** Nobody is to look after the calls that are written here. */
const TIMING = {
  pendingSeconds: 86_400,
  quietSeconds: 60,
  reconcileSeconds: 60,
  unknownSeconds: 600,
  retrySeconds: [],
};

/** The write path alone, as a process of its own: what admits calls, without HTTP and without a carrier. */
async function main({ who, databaseUrl, poolSize }: WriterSettings): Promise<void> {
  const write = who === 'product' ? await product(databaseUrl, poolSize) : baseline(databaseUrl, poolSize);
  process.on('message', (order: WriteOrder) => {
    round(write, order).then(
      (result) => process.send?.(result),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => process.exit(0));
  process.send?.({ url: '' });
}

type Write = (order: CallOrder) => Promise<void>;

async function product(databaseUrl: string, poolSize: number): Promise<Write> {
  const dataSource = await createDataSource({ url: databaseUrl, poolSize }).initialize();
  const pool = poolOf(dataSource);
  const log = pino({ level: 'silent' });
  const hub = new LiveHub({ pool, signals: new PostgresSignals(pool, log), log });
  const facts = new Facts(pool, TIMING, hub, new CallCounts());
  const admissions = new Admissions(pool, { timing: TIMING, serverId: process.pid }, facts, hub);
  return async (order) => {
    const nothing = { fromNumberId: null, contactData: null, idempotencyKey: null, fingerprint: '' };
    const { kind } = await admissions.admit({ ...order, ...nothing });
    if (kind !== 'granted') throw new Error(`a call was ${kind}`);
  };
}

function baseline(databaseUrl: string, poolSize: number): Write {
  const pool = new Pool({ connectionString: databaseUrl, max: poolSize });
  return async (order) => void (await placeCall(pool, order));
}

async function round(write: Write, { seconds, tenants }: WriteOrder): Promise<WriteResult> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  const lane = async () => {
    while (performance.now() < end) {
      const tenant = tenants[Math.floor(Math.random() * tenants.length)];
      if (!tenant) throw new Error('there is no account to write for');
      const sentAt = performance.now();
      await write({ ...tenant, toNumber: randomNumber(), contactName: 'Ada Lovelace' });
      latencies.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  return { requestsPerSecond: latencies.length / ((performance.now() - start) / 1000), latencies };
}

void main(JSON.parse(process.argv[2] ?? '') as WriterSettings);
