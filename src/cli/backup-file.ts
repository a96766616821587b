import { parseDatabaseConfig } from '../config';
import type { Context, Option } from './command';
import { text } from './rules';

/** The file of a backup. */
export const backupFile = {
  schema: text(4096),
  value: '<file>',
  help: 'the file of the backup',
  positional: true,
} satisfies Option;

/**
 * Refuses to go on where the database is not ours to back up: PostgreSQL's own tools do that better.
 * @param instead what does it there
 */
export function assertEmbedded(environment: NodeJS.ProcessEnv, instead: string): void {
  if (!parseDatabaseConfig(environment).databaseUrl) return;
  throw new Error(`DATABASE_URL is set: this is for the embedded database. Use PostgreSQL's tools: ${instead}`);
}

/** Counts the rows of tables that are done, and says so. */
export function tally({ tell }: Context): { tables: Record<string, number>; note(table: string, rows: number): void } {
  const tables: Record<string, number> = {};
  const note = (table: string, rows: number) => {
    tables[table] = rows;
    tell(`${table}: ${rows} rows`);
  };
  return { tables, note };
}

/** How much a backup has, in words. */
export function rowsIn(tables: Record<string, number>): string {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  return `${rows} rows of ${Object.keys(tables).length} tables`;
}
