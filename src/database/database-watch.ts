import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import type { Logger } from 'pino';
import type { Lines } from './lines';
import { sqlState } from './transaction';

/** Between two looks, in milliseconds: at a database that answers, and at one that is away. */
const LOOK_MS = 1000;
const AGAIN_MS = 250;
/** One that does not answer `select 1` for two seconds is away, and one that does within a second is back. */
const STEP_MS = 100;
const PATIENCE_STEPS = 20;
const AWAY_STEPS = 10;

/** What a look came to: an answer, none in time, or that there is nobody to ask. */
type Sight = 'answers' | 'silent' | 'gone';

/** What the watch looks at. */
export interface Watched {
  pool: Pool;
  /** The pool's. */
  lines: Lines;
  log: Logger;
}

/**
 * Looks whether the database answers, over a connection of its own, so that who would ask it in vain is told so at once and
 * not after a time-out. The lines to one that is silent are given up, because who waits on one would wait for as long as a
 * slow statement may take.
 */
export class DatabaseWatch {
  private readonly stopping = new AbortController();
  private client: Client | null = null;
  private socket: Socket | null = null;
  private awaySince: number | null = null;
  private answersOfOthers = 0;

  constructor(private readonly watched: Watched) {
    // Whoever gets a new connection has an answer.
    watched.pool.on('connect', () => {
      this.answersOfOthers += 1;
      this.note('answers');
    });
    void this.watch();
  }

  /** Whether it answered when it was last looked at. */
  get answering(): boolean {
    return this.awaySince === null;
  }

  stop(): void {
    this.stopping.abort();
    this.hangUp();
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const connected = this.client !== null;
      const answers = this.answersOfOthers;
      let sight = await this.look();
      // It may have been this one connection that broke.
      if (sight === 'gone' && connected) sight = await this.look();
      if (signal.aborted) return;
      // What was seen before somebody else had an answer is over.
      if (sight === 'answers' || answers === this.answersOfOthers) this.note(sight);
      await sleep(this.answering ? LOOK_MS : AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private note(sight: Sight): void {
    const { lines, log } = this.watched;
    if (sight === 'silent') lines.cut();
    if ((sight === 'answers') === this.answering) return;
    if (this.awaySince === null) {
      this.awaySince = performance.now();
      log.error({ sight }, 'the database does not answer; requests are refused until it does');
    } else {
      log.warn({ ms: Math.round(performance.now() - this.awaySince) }, 'the database answers again');
      this.awaySince = null;
    }
  }

  private async look(): Promise<Sight> {
    const over = new AbortController();
    const steps = this.answering ? PATIENCE_STEPS : AWAY_STEPS;
    const sight = await Promise.race([this.ask(), patience(steps, over.signal)]);
    over.abort();
    if (sight !== 'answers') this.hangUp();
    return sight;
  }

  private async ask(): Promise<Sight> {
    try {
      const client = this.client ?? (await this.connect());
      await client.query('select 1');
      return 'answers';
    } catch (error) {
      // One that has no connection left for us is there, and works for those that have one.
      const state = sqlState(error);
      return state && !/^(57P|08)/.test(state) ? 'answers' : 'gone';
    }
  }

  private async connect(): Promise<Client> {
    const socket = new Socket();
    const client = new Client({ ...this.watched.pool.options, pipeline: false, stream: () => socket });
    client.on('error', () => undefined);
    this.client = client;
    this.socket = socket;
    await client.connect();
    return client;
  }

  private hangUp(): void {
    this.socket?.destroy();
    this.client = null;
  }
}

/** In steps, so that time in which this process itself was held up is not held against the database. */
async function patience(steps: number, signal: AbortSignal): Promise<Sight> {
  for (let step = 0; step < steps; step++) await sleep(STEP_MS, undefined, { ref: false, signal });
  return 'silent';
}
