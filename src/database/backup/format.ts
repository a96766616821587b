import { z } from 'zod';

/**
 * A backup is what `pg_dump --data-only` writes, gzipped: comments, and each table's rows as COPY's text between a line
 * `COPY … FROM stdin;` and a line `\.`. The first line and the last are comments with JSON for us. So `psql` can load it, too, into a
 * database that has the same migrations.
 */

/** What the first line of a backup says. */
export interface BackupHead {
  /** Of this format: 1. */
  format: number;
  /** ISO 8601, by the clock of the database: nothing that was committed later is in it. */
  takenAt: string;
  /** Names of the migrations that made its tables, oldest first. */
  migrations: string[];
}

/** What the last line says: the rows of each table. Without it a backup is not complete. */
export type BackupEnd = Record<string, number>;

const HEAD_SHAPE: z.ZodType<BackupHead> = z.object({
  format: z.number(),
  takenAt: z.string(),
  migrations: z.array(z.string()),
});
const END_SHAPE: z.ZodType<BackupEnd> = z.record(z.string(), z.number());

export const HEAD = '-- call-manager backup ';
export const END = '-- complete ';
export const END_OF_TABLE = '\\.';

/** What a line says that begins with {@link HEAD}; null: nothing that can be read. */
export const readHead = (line: string) => readJson(HEAD_SHAPE, line.slice(HEAD.length));

/** What a line says that begins with {@link END}; null: nothing that can be read. */
export const readEnd = (line: string) => readJson(END_SHAPE, line.slice(END.length));

function readJson<T>(shape: z.ZodType<T>, text: string): T | null {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Foreign keys and triggers hold already for what is loaded; triggers would write some of it once more. */
export const BEGIN = "begin; set local session_replication_role = replica; set local client_encoding = 'UTF8';";
export const COMMIT = 'commit;';

/** The command that takes a table's rows, without a semicolon. */
export function copyCommand(table: string, columns: readonly string[]): string {
  return `COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) FROM stdin`;
}

const COPY = /^(COPY ("?)([a-z0-9_]+)\2 \([a-z0-9_", ]+\) FROM stdin);$/;

/** The command of a line that begins a table, and the table's name; null: it begins none. */
export function readCopy(line: string): { command: string; table: string } | null {
  const [, command, , table] = COPY.exec(line) ?? [];
  return command && table ? { command, table } : null;
}

function quoted(name: string): string {
  return `"${name}"`;
}

/** A backup cannot be taken or used; the message says why, and what to do. */
export class BackupError extends Error {}

/** @param problem what is wrong with the file, after its name */
export function unusable(
  file: string,
  problem: string,
  remedy = 'Take another copy of it, or another backup',
): BackupError {
  return new BackupError(`${file} ${problem}. ${remedy}.`);
}
