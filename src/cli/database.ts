import { setTimeout as delay } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { type DatabaseConfig, parseDatabaseConfig } from '../config';
import { checkVersion } from '../database/check-version';
import { createDataSource, poolOf } from '../database/data-source';
import { DatabaseInUseError, findRunningPostgres, startEmbeddedPostgres } from '../database/embedded';
import { readMigrationsState, sayForeign, sayLater } from '../database/migrations-state';
import { redact } from '../log';

/** The database for the time of one command. */
export interface CliDatabase {
  url: string;
  /** Which one it is, in words. */
  origin: string;
  /** Another process runs it. */
  running: boolean;
  dataSource: DataSource;
  close(): Promise<void>;
}

/** Another command, or a server that is starting, gets this long to let its database be used, in milliseconds. */
const PATIENCE_MS = 15_000;
/** Other commands that use a database of ours get this long to finish, in milliseconds. */
const OTHERS_MS = 15_000;

/**
 * Connects to the database that the environment names. The embedded one is used where it runs; if it does not run, it is
 * started, and stopped by `close`.
 */
export async function openCliDatabase(environment: NodeJS.ProcessEnv): Promise<CliDatabase> {
  const config = parseDatabaseConfig(environment);
  const giveUp = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await open(config);
    } catch (error) {
      // Whoever has an embedded database may be just starting it, or stopping it.
      const passing = error instanceof DatabaseInUseError || error instanceof UnreachableError;
      if (config.databaseUrl || !passing || Date.now() > giveUp) throw error;
      await delay(200);
    }
  }
}

async function open(config: DatabaseConfig): Promise<CliDatabase> {
  const { url, origin, stop } = await findDatabase(config);
  const running = stop === undefined;
  try {
    const dataSource = await connect(url);
    const close = async () => {
      await dataSource.destroy().catch(() => undefined);
      if (stop) await othersDone(url).catch(() => undefined);
      await stop?.();
    };
    return { url, origin, running, dataSource, close };
  } catch (error) {
    await stop?.();
    throw error;
  }
}

/** Waits for commands that found the database while it ran for this one. */
async function othersDone(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const giveUp = Date.now() + OTHERS_MS;
  while ((await hasOthers(client)) && Date.now() < giveUp) await delay(50);
  await client.end();
}

async function hasOthers(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return rowCount !== 0;
}

/** @throws Error when the database is too old, lacks migrations, or has some of a later version */
export async function readyPool({ dataSource }: CliDatabase): Promise<Pool> {
  const pool = poolOf(dataSource);
  await checkVersion(pool);
  const { pending, unknown, foreign } = await readMigrationsState(dataSource);
  if (foreign.length > 0) throw new Error(sayForeign(foreign));
  if (unknown.length > 0) throw new Error(sayLater(unknown));
  if (pending.length === 0) return pool;
  throw new Error(
    `The database lacks ${pending.length} migration(s). Run \`npx call-manager migrate\`, or start the server once.`,
  );
}

class UnreachableError extends Error {}

interface Found {
  url: string;
  origin: string;
  /** For one that was started for this command. */
  stop?(): Promise<void>;
}

async function findDatabase({ databaseUrl, dataDir }: DatabaseConfig): Promise<Found> {
  if (databaseUrl) return { url: databaseUrl, origin: 'the one that DATABASE_URL names' };
  const running = await findRunning(dataDir);
  if (running) return running;
  try {
    const { url, stop } = await startEmbeddedPostgres({ dataDir });
    return { url, origin: `embedded below ${dataDir}, started for this command`, stop };
  } catch (error) {
    // Somebody else may just have started it.
    const started = await findRunning(dataDir);
    if (started) return started;
    throw error;
  }
}

async function findRunning(dataDir: string): Promise<Found | null> {
  const url = await findRunningPostgres(dataDir);
  if (!url) return null;
  return { url, origin: `embedded below ${dataDir}, run by another process` };
}

async function connect(url: string): Promise<DataSource> {
  try {
    return await createDataSource({ url, poolSize: 2 }).initialize();
  } catch (error) {
    throw new UnreachableError(
      `The database cannot be used: ${reasonOf(error)}. Check DATABASE_URL and that it is running.`,
    );
  }
}

/** Where a name has several addresses, the error of each stands in a list and the whole has no message. */
function reasonOf(error: unknown): string {
  const { message, errors, code } = error as { message?: string; errors?: Error[]; code?: string };
  const reason = message || errors?.map((each) => each.message).join('; ') || code || String(error);
  return redact(reason).replace(/\s+/g, ' ').replace(/\.$/, '');
}
