import type { Pool } from 'pg';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CallCounts } from '../../services/calls/call-counts';
import { countLiveCalls } from '../../services/calls/count-live-calls';
import type { LedgerWatch } from '../../services/ledger/ledger-watch';
import type { Load, Traffic } from '../traffic';
import { processRegistry } from './process-registry';

/** What is measured. */
export interface MetricsSources {
  pool: Pool;
  counts: CallCounts;
  ledger: Pick<LedgerWatch, 'latest'>;
  database: Load['database'];
  traffic: Pick<Traffic, 'underWay' | 'resting' | 'refused'>;
  streams: { readonly size: number };
}

/** A request that was answered. */
export interface AnsweredRequest {
  /** Its route with names in place of values. */
  route: string;
  method: string;
  status: number;
  seconds: number;
}

/** In seconds, from what a read takes to what a client may wait for. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** The database may take so long, in milliseconds; then what it would tell is left out. */
const PATIENCE_MS = 1000;

/** What a server tells of itself, in Prometheus' terms. Nothing of it is of any one account, call or person. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly requests: Histogram<'route' | 'method' | 'status'>;

  constructor(sources: MetricsSources) {
    this.requests = new Histogram({
      name: 'call_manager_http_request_duration_seconds',
      help: 'Requests, by how long they took to answer.',
      labelNames: ['route', 'method', 'status'],
      buckets: BUCKETS,
      registers: this.registers,
    });
    // Asked in this order: a question to the database would be seen to wait for its connection.
    this.tellOfServer(sources);
    this.tellOfCalls(sources);
    this.tellOfLedger(sources);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Counts a request. */
  observe({ route, method, status, seconds }: AnsweredRequest): void {
    this.requests.observe({ route, method: METHODS.has(method) ? method : 'OTHER', status }, seconds);
  }

  /** Everything, in Prometheus' text format. */
  async text(): Promise<string> {
    const [ours, ofProcess] = await Promise.all([this.registry.metrics(), processRegistry().metrics()]);
    return ours + ofProcess;
  }

  private tellOfCalls({ pool, counts }: MetricsSources): void {
    new Gauge({
      name: 'call_manager_live_calls',
      help: 'Live calls in the database by status, test calls included; every server tells the same.',
      labelNames: ['status'],
      registers: this.registers,
      async collect() {
        const calls = await inTime(countLiveCalls(pool));
        this.reset();
        for (const [status, count] of calls ?? []) this.set({ status }, count);
      },
    });
    new Counter({
      name: 'call_manager_calls_ended_total',
      help: 'Calls whose end this server was told of, by reason.',
      labelNames: ['reason'],
      registers: this.registers,
      collect() {
        this.reset();
        for (const [reason, count] of counts.ended) this.inc({ reason }, count);
      },
    });
    new Counter({
      name: 'call_manager_dials_total',
      help: 'Calls that this server had the provider dial, by what it answered; unknown: it did not.',
      labelNames: ['outcome'],
      registers: this.registers,
      collect() {
        this.reset();
        for (const [outcome, count] of counts.dials) this.inc({ outcome }, count);
      },
    });
  }

  private tellOfLedger({ ledger }: MetricsSources): void {
    new Gauge({
      name: 'call_manager_ledger_violations',
      help: 'What breaks a rule of the ledger, by check, when this server last looked; `call-manager ledger verify` names it.',
      labelNames: ['check'],
      registers: this.registers,
      collect() {
        for (const { check, violations } of ledger.latest?.results ?? []) this.set({ check }, violations);
      },
    });
    new Gauge({
      name: 'call_manager_ledger_verified_timestamp_seconds',
      help: 'When this server last looked at the ledger; 0: not yet.',
      registers: this.registers,
      collect() {
        this.set((ledger.latest?.at.getTime() ?? 0) / 1000);
      },
    });
  }

  private tellOfServer({ pool, database, traffic, streams }: MetricsSources): void {
    new Gauge({
      name: 'call_manager_database_up',
      help: 'Whether the database answered when it was last looked at.',
      registers: this.registers,
      collect() {
        this.set(Number(database.answering));
      },
    });
    new Gauge({
      name: 'call_manager_requests_under_way',
      help: 'Requests under way, without those that wait for the carrier, their body, an event or a slow client.',
      registers: this.registers,
      collect() {
        this.set(traffic.underWay);
      },
    });
    new Gauge({
      name: 'call_manager_requests_resting',
      help: 'Requests that wait for their body, an event or a slow client.',
      registers: this.registers,
      collect() {
        this.set(traffic.resting);
      },
    });
    new Counter({
      name: 'call_manager_requests_refused_total',
      help: 'Requests that got 503 at the door, by reason.',
      labelNames: ['reason'],
      registers: this.registers,
      collect() {
        this.reset();
        for (const [reason, count] of traffic.refused) this.inc({ reason }, count);
      },
    });
    new Gauge({
      name: 'call_manager_database_connections',
      help: 'Connections of the pool by state; waiting: work that waits for one.',
      labelNames: ['state'],
      registers: this.registers,
      collect() {
        this.set({ state: 'total' }, pool.totalCount);
        this.set({ state: 'idle' }, pool.idleCount);
        this.set({ state: 'waiting' }, pool.waitingCount);
      },
    });
    new Gauge({
      name: 'call_manager_live_streams',
      help: 'Event streams, WebSockets of GraphQL, recordings on their way and requests that wait.',
      registers: this.registers,
      collect() {
        this.set(streams.size);
      },
    });
  }
}

/** What comes in time; undefined for what fails or takes too long. */
function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS, undefined).unref());
  return Promise.race([work.catch(() => undefined), late]);
}
