import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { type DatabaseConfig, parseDatabaseConfig } from '../config';
import { checkVersion } from '../database/check-version';
import { createDataSource, poolOf } from '../database/data-source';
import { findRunningPostgres, startEmbeddedPostgres } from '../database/embedded';
import { readMigrationsState } from '../database/migrations-state';
import { redact } from '../log';

/** The database for the time of one command. */
export interface CliDatabase {
  url: string;
  /** Which one it is, in words. */
  origin: string;
  dataSource: DataSource;
  close(): Promise<void>;
}

/**
 * Connects to the database that the environment names. The embedded one is used where it runs; if it does not run, it is
 * started, and stopped by `close`.
 */
export async function openCliDatabase(environment: NodeJS.ProcessEnv): Promise<CliDatabase> {
  const config = parseDatabaseConfig(environment);
  const { url, origin, stop } = await findDatabase(config);
  try {
    const dataSource = await connect(url);
    const close = async () => {
      await dataSource.destroy().catch(() => undefined);
      await stop();
    };
    return { url, origin, dataSource, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @throws Error when the database is too old or lacks migrations */
export async function readyPool({ dataSource }: CliDatabase): Promise<Pool> {
  const pool = poolOf(dataSource);
  await checkVersion(pool);
  const { pending } = await readMigrationsState(dataSource);
  if (pending.length === 0) return pool;
  throw new Error(
    `The database lacks ${pending.length} migration(s). Run \`npx call-manager migrate\`, or start the server once.`,
  );
}

interface Found {
  url: string;
  origin: string;
  stop(): Promise<void>;
}

async function findDatabase({ databaseUrl, dataDir }: DatabaseConfig): Promise<Found> {
  if (databaseUrl) return { url: databaseUrl, origin: 'the one that DATABASE_URL names', stop: async () => undefined };
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
  return { url, origin: `embedded below ${dataDir}, run by another process`, stop: async () => undefined };
}

async function connect(url: string): Promise<DataSource> {
  try {
    return await createDataSource({ url, poolSize: 2 }).initialize();
  } catch (error) {
    throw new Error(`The database cannot be used: ${reasonOf(error)}. Check DATABASE_URL and that it is running.`);
  }
}

/** Where a name has several addresses, the error of each stands in a list and the whole has no message. */
function reasonOf(error: unknown): string {
  const { message, errors, code } = error as { message?: string; errors?: Error[]; code?: string };
  const reason = message || errors?.map((each) => each.message).join('; ') || code || String(error);
  return redact(reason).replace(/\s+/g, ' ').replace(/\.$/, '');
}
