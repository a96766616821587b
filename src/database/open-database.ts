import type { Logger } from 'pino';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded';

/** A database that can be connected to. */
export interface OpenDatabase {
  /** PostgreSQL connection string. */
  url: string;
  /** Stops the database if it is ours. */
  close(): Promise<void>;
}

const RESTART_MS = 500;

/** The database that the configuration names; without one, the embedded PostgreSQL, brought back if it ends alone. */
export async function openDatabase(
  { databaseUrl, dataDir }: { databaseUrl: string | undefined; dataDir: string },
  log: Logger,
): Promise<OpenDatabase> {
  if (databaseUrl) return { url: databaseUrl, close: async () => undefined };
  const keeper = new EmbeddedKeeper(dataDir, log);
  return { url: await keeper.start(), close: () => keeper.close() };
}

class EmbeddedKeeper {
  private postgres: EmbeddedPostgres | null = null;
  private closed = false;

  constructor(
    private readonly dataDir: string,
    private readonly log: Logger,
  ) {}

  async start(): Promise<string> {
    this.postgres = await startEmbeddedPostgres({
      dataDir: this.dataDir,
      log: (message) => this.log.info(`embedded database: ${message}`),
    });
    this.postgres.onExit((reason) => {
      if (this.closed) return;
      this.log.error({ reason }, 'the embedded database ended and is started again');
      this.restart();
    });
    return this.postgres.url;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.postgres?.stop();
  }

  private restart(): void {
    setTimeout(() => {
      if (this.closed) return;
      this.start().catch((error: unknown) => {
        this.log.error({ error }, 'the embedded database did not start');
        this.restart();
      });
    }, RESTART_MS);
  }
}
