import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { ADVISORY_LOCKS } from './advisory-locks';
import { createDataSource, poolOf } from './data-source';
import { readMigrationsState, sayLater } from './migrations-state';
import { renumberRestoredEvents } from './renumber-events';
import { sqlState } from './transaction';

/** SQLSTATE of a table that is there already. */
const DUPLICATE_TABLE = '42P07';
/** SQLSTATE of a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';
/** Others get so long to do what they waited for behind a migration, in milliseconds. */
const PAUSE_MS = 1000;

/**
 * Brings a database to the version of this program, over connections of its own, because a migration may take longer
 * than any request. Each is a transaction of its own, so that one that changes a table does not hold it while others read
 * it; what was done before one that fails stays done. Servers that work on the database meanwhile are held up as little as can be: a
 * migration that gets no lock is given up and begun anew. Servers that start at once wait for each other: the lock belongs to a
 * connection, so it is gone with the process that held it.
 * @param only names of migrations: others are left for later
 * @returns the names of the migrations that were run, oldest first
 * @throws Error when the database was migrated by a later version or has tables of somebody else by the names of ours, or `only`
 * names what nobody knows
 */
export async function migrate(url: string, { only }: { only?: readonly string[] } = {}): Promise<string[]> {
  const dataSource = await createDataSource({ url, poolSize: 2, patient: true }).initialize();
  try {
    const lock = await poolOf(dataSource).connect();
    try {
      await lock.query('set lock_timeout = 0');
      await lock.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.migrations]);
      const { unknown } = await readMigrationsState(dataSource);
      if (unknown.length > 0) throw new Error(sayLater(unknown));
      if (only) leaveOut(dataSource, only);
      const { pending } = await readMigrationsState(dataSource);
      await untilLocked(() => dataSource.runMigrations({ transaction: 'each' }));
      await untilLocked(() => renumberRestoredEvents(poolOf(dataSource)));
      return pending;
    } catch (error) {
      if (sqlState(error) !== DUPLICATE_TABLE) throw error;
      const reason = (error as Error).message;
      throw new Error(`The database has tables of another program: ${reason}. Let DATABASE_URL name an empty one.`);
    } finally {
      lock.release(true);
    }
  } finally {
    await dataSource.destroy();
  }
}

/** Does something, again as long as somebody else holds what it must lock. */
async function untilLocked(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Has a data source forget the migrations that are not named. */
function leaveOut(dataSource: DataSource, named: readonly string[]): void {
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `A later version of this program is needed: ${unknown.join(', ')} is a migration that this one lacks.`,
    );
  }
  dataSource.migrations.splice(
    0,
    Infinity,
    ...dataSource.migrations.filter((_, nth) => named.includes(known[nth] ?? '')),
  );
}
