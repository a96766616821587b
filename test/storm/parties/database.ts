import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded';
import { clusterDirectory } from '../../../src/database/embedded/location';
import { readPostmasterFile } from '../../../src/database/embedded/previous-server';
import { SOCKET_NAME } from '../../../src/database/embedded/socket';

/** A real PostgreSQL, safe against crashes, that is killed and comes back with what it had committed. */
export class Database {
  /** Ends that nobody of us caused. */
  readonly ownEnds: string[] = [];
  private expected = false;
  private coming: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly dataDir: string,
    private postgres: EmbeddedPostgres,
  ) {
    this.watch();
  }

  static async start(dataDir: string): Promise<Database> {
    return new Database(dataDir, await startEmbeddedPostgres({ dataDir }));
  }

  /** A connection string for `pg`: a socket directory may stand beside a host, and a URL without a host is none. */
  get url(): string {
    return this.postgres.url.replace('@/', '@localhost/');
  }

  get socket(): string {
    return `${new URL(this.url).searchParams.get('host')}/${SOCKET_NAME}`;
  }

  /** Has it do what the statements say, one after the other. */
  async tell(statements: readonly string[]): Promise<void> {
    if (statements.length === 0) return;
    const client = new Client({ connectionString: this.url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  /** SIGKILL to the postmaster, whose processes then end too, and a new one after a while. */
  kill(downMs: number): Promise<unknown> {
    this.coming = this.coming.then(async () => {
      const file = await readPostmasterFile(clusterDirectory(this.postgres.dataDir));
      if (!file) throw new Error('the database is not running');
      const gone = new Promise<unknown>((resolve) => this.postgres.onExit(resolve));
      this.expected = true;
      process.kill(file.pid, 'SIGKILL');
      await gone;
      await sleep(downMs);
      this.postgres = await startEmbeddedPostgres({ dataDir: this.dataDir });
      this.expected = false;
      this.watch();
    });
    return this.coming;
  }

  async stop(): Promise<void> {
    await this.coming.catch(() => undefined);
    this.expected = true;
    await this.postgres.stop();
    await rm(this.postgres.dataDir, { recursive: true, force: true });
  }

  private watch(): void {
    this.postgres.onExit((reason) => {
      if (!this.expected) this.ownEnds.push(reason);
    });
  }
}
