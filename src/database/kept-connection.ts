import { Client, type Pool } from 'pg';

const RECONNECT_MS = 1000;

/** What a connection of one's own is for. */
export interface Keeping {
  /** Makes the session what it is to be, each time that it begins. */
  begin(client: Client): Promise<unknown>;
  /** The session could not begin, or is lost; it is begun anew. */
  onLost(error: unknown): void;
}

/** A connection beside the pool, for what lasts as long as its session; brought back if it breaks. */
export class KeptConnection {
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly pool: Pool,
    private readonly keeping: Keeping,
  ) {}

  /** Resolves when the first attempt is over, however it went. */
  async open(): Promise<void> {
    const client = new Client({ ...this.pool.options, pipeline: false, keepAlive: true });
    this.client = client;
    let lost = false;
    const reopen = (error?: unknown) => {
      if (lost || this.closed) return;
      lost = true;
      this.keeping.onLost(error);
      client.end().catch(() => undefined);
      this.timer = setTimeout(() => void this.open(), RECONNECT_MS);
    };
    client.on('error', reopen);
    client.on('end', () => reopen());
    try {
      await client.connect();
      if (!this.closed) await this.keeping.begin(client);
      if (this.closed) await client.end();
    } catch (error) {
      reopen(error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }
}
