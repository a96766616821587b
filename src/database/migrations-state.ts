import type { DataSource } from 'typeorm';
import { poolOf } from './data-source';

/** How a database stands to this program's migrations. */
export interface MigrationsState {
  /** Names of migrations that the program has and the database lacks, oldest first. */
  pending: string[];
  /** Names of those that only the database knows: a later version of the program was here. */
  unknown: string[];
}

/** Compares a database with this program. Nothing is created or changed. */
export async function readMigrationsState(dataSource: DataSource): Promise<MigrationsState> {
  const pool = poolOf(dataSource);
  const { rows: found } = await pool.query<{ there: boolean }>(`select to_regclass('migrations') is not null "there"`);
  const { rows } = found[0]?.there
    ? await pool.query<{ name: string }>('select name from migrations order by timestamp')
    : { rows: [] };
  const done = rows.map(({ name }) => name);
  const ours = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  return {
    pending: ours.filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !ours.includes(name)),
  };
}
