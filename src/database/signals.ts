import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import type { Logger } from 'pino';

/** The channel that all servers of the product share; a database is one's own. */
const CHANNEL = 'call_manager';
/** Texts wait so long for others, in milliseconds. */
const GATHER_MS = 20;
/** Texts that wait at most; what goes beyond is lost, as hints may be. */
const MAX_WAITING = 10_000;
/** A notification has less than 8000 bytes. PostgreSQL manual, NOTIFY. */
const MAX_BYTES = 7500;
const RECONNECT_MS = 1000;

/**
 * Sends and hears notifications. They are sent by themselves and not by the transactions that they are about: a
 * notification takes a lock of the whole cluster until its commit is on disk, and those would wait for each other. These do
 * not wait for the disk.
 */
export class PostgresSignals {
  private readonly origin = randomUUID();
  private readonly waiting = new Set<string>();
  private sending: Promise<void> | null = null;
  private ears: Ears | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
  ) {}

  send(text: string): void {
    if (this.waiting.size < MAX_WAITING) this.waiting.add(text);
    this.sending ??= this.flush();
  }

  listen(onText: (text: string) => void, onGap: () => void): void {
    this.ears ??= new Ears(this.pool, this.log, onGap, (payload) => {
      const [origin, ...texts] = payload.split(' ');
      if (origin !== this.origin) for (const text of texts) onText(text);
    });
  }

  silence(): void {
    this.ears?.close();
    this.ears = null;
  }

  /** Sends what still waits and ends listening. */
  async close(): Promise<void> {
    this.silence();
    await this.sending;
  }

  private async flush(): Promise<void> {
    while (this.waiting.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      const payloads = this.payloadsOf([...this.waiting]);
      this.waiting.clear();
      await this.pool
        .query({
          name: 'send-signals',
          text: `select set_config('synchronous_commit', 'off', true), pg_notify('${CHANNEL}', p) from unnest($1::text[]) p`,
          values: [payloads],
        })
        .catch((error: unknown) => this.log.debug({ error }, 'other servers were not told what happened'));
    }
    this.sending = null;
  }

  private payloadsOf(texts: string[]): string[] {
    const payloads: string[] = [];
    for (const text of texts) {
      const last = payloads.at(-1);
      if (last !== undefined && last.length + text.length < MAX_BYTES)
        payloads[payloads.length - 1] = `${last} ${text}`;
      else payloads.push(`${this.origin} ${text}`);
    }
    return payloads;
  }
}

/** A connection of its own that listens, brought back if it breaks. */
class Ears {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
    private readonly onGap: () => void,
    private readonly onPayload: (payload: string) => void,
  ) {
    void this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({ ...this.pool.options, pipeline: false, keepAlive: true });
    this.client = client;
    let lost = false;
    const reconnect = (error?: unknown) => {
      if (lost || this.closed) return;
      lost = true;
      this.log.debug({ error }, 'hints of other servers are not heard; what happens is found out by looking');
      client.end().catch(() => undefined);
      this.timer = setTimeout(() => void this.connect(), RECONNECT_MS);
    };
    client.on('error', reconnect);
    client.on('end', () => reconnect());
    client.on('notification', ({ payload = '' }) => this.onPayload(payload));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      if (this.closed) await client.end();
      else this.onGap();
    } catch (error) {
      reconnect(error);
    }
  }
}
