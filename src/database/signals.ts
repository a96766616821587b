import { randomUUID } from 'node:crypto';
import type { Client, Pool } from 'pg';
import type { Logger } from 'pino';
import { KeptConnection } from './kept-connection';

/** The channel that all servers of the product share; a database is one's own. */
const CHANNEL = 'call_manager';
/** Texts wait so long for others, in milliseconds. */
const GATHER_MS = 20;
/** Texts that wait at most; what goes beyond is lost, as hints may be. */
const MAX_WAITING = 10_000;
/** A notification has less than 8000 bytes. PostgreSQL manual, NOTIFY. */
const MAX_BYTES = 7500;

/**
 * Sends and hears notifications. They are sent by themselves and not by the transactions that they are about: a
 * notification takes a lock of the whole cluster until its commit is on disk, and those would wait for each other. These do
 * not wait for the disk.
 */
export class PostgresSignals {
  private readonly origin = randomUUID();
  private readonly waiting = new Set<string>();
  private sending: Promise<void> | null = null;
  private ears: KeptConnection | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
  ) {}

  send(text: string): void {
    if (this.waiting.size < MAX_WAITING) this.waiting.add(text);
    this.sending ??= this.flush();
  }

  listen(onText: (text: string) => void, onGap: () => void): void {
    if (this.ears) return;
    this.ears = new KeptConnection(this.pool, {
      begin: (client) => this.hear(client, onText, onGap),
      onLost: (error) =>
        this.log.debug({ error }, 'hints of other servers are not heard; what happens is found out by looking'),
    });
    void this.ears.open();
  }

  silence(): void {
    void this.ears?.close();
    this.ears = null;
  }

  /** Sends what still waits and ends listening. */
  async close(): Promise<void> {
    this.silence();
    await this.sending;
  }

  private async hear(client: Client, onText: (text: string) => void, onGap: () => void): Promise<void> {
    client.on('notification', ({ payload = '' }) => {
      const [origin, ...texts] = payload.split(' ');
      if (origin !== this.origin) for (const text of texts) onText(text);
    });
    await client.query(`listen ${CHANNEL}`);
    onGap();
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
