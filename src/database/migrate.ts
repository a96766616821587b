import { createDataSource, poolOf } from './data-source';

/** Any number, as long as every server of the product uses the same one. */
const MIGRATION_LOCK = 727_306_011;

/**
 * Brings a database to the version of this program, over connections of its own, because a migration may take longer
 * than any request. Servers that start at once wait for each other: the lock belongs to a connection, so it is gone with
 * the process that held it.
 * @returns the names of the migrations that were run, oldest first
 */
export async function migrate(url: string): Promise<string[]> {
  const dataSource = await createDataSource({ url, poolSize: 2, patient: true }).initialize();
  try {
    const lock = await poolOf(dataSource).connect();
    try {
      await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      const done = await dataSource.runMigrations({ transaction: 'all' });
      return done.map((migration) => migration.name);
    } finally {
      lock.release(true);
    }
  } finally {
    await dataSource.destroy();
  }
}
