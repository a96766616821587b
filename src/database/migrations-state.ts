import type { DataSource } from 'typeorm';
import { poolOf } from './data-source';

/** How a database stands to this program's migrations. */
export interface MigrationsState {
  /** Names of migrations that the program has and the database lacks, oldest first. */
  pending: string[];
  /** Names of those that only the database knows: a later version of the program was here. None if the tables are foreign. */
  unknown: string[];
  /** Tables of another program, in a database where none of our migrations was run. */
  foreign: string[];
}

/** Compares a database with this program. Nothing is created or changed. */
export async function readMigrationsState(dataSource: DataSource): Promise<MigrationsState> {
  const pool = poolOf(dataSource);
  const { rows: tables } = await pool.query<{ name: string }>(TABLES);
  const { rows } = tables.some(({ name }) => name === MIGRATIONS)
    ? await pool.query<{ row: { name?: unknown } }>(`select to_jsonb(m) "row" from ${MIGRATIONS} m`)
    : { rows: [] };
  const done = rows.map(({ row }) => String(row.name));
  const ours = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const isForeign = !ours.some((name) => done.includes(name));
  const known = rows.length === 0 ? tables.filter(({ name }) => name !== MIGRATIONS) : tables;
  return {
    pending: ours.filter((name) => !done.includes(name)),
    unknown: isForeign ? [] : done.filter((name) => !ours.includes(name)),
    foreign: isForeign ? known.map(({ name }) => name) : [],
  };
}

const MIGRATIONS = 'migrations';

/** Tables where ours are or would be, without those of PostgreSQL's extensions. */
const TABLES = `
select c.relname "name" from pg_class c
where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
order by 1`;

/** What to do about migrations that this program lacks, in words. */
export function sayLater(unknown: string[]): string {
  return `The database was migrated by a later version of the program (${unknown.join(', ')}). Use that one.`;
}

/** What to do about tables of another program, in words. */
export function sayForeign(tables: string[]): string {
  const names = tables.length > 5 ? [...tables.slice(0, 5), '…'] : tables;
  return `The database has tables of another program (${names.join(', ')}). Let DATABASE_URL name an empty one.`;
}
