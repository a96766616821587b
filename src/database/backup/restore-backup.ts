import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from } from 'pg-copy-streams';
import { migrate } from '../migrate';
import { sqlState } from '../transaction';
import { BackupError, type BackupHead, BEGIN, COMMIT, unusable } from './format';
import { type BackupPart, readBackup } from './read-backup';

/**
 * Reads a backup to its end.
 * @returns what its first line says
 * @throws BackupError when it is none, is damaged or not complete
 */
export async function checkBackup(file: string): Promise<BackupHead> {
  let head: BackupHead | null = null;
  for await (const part of readBackup(file)) if (part.kind === 'head') head = part.head;
  if (!head) throw unusable(file, 'is empty');
  return head;
}

/**
 * Loads a backup into an empty database, in one transaction: all of it or nothing. The tables are made as they were when it was
 * taken, and brought up to date afterwards.
 * @param tell is told of each table that is loaded
 * @throws BackupError when the database is not empty or refuses what is in the file; Error when the backup is of a later version
 */
export async function restoreBackup(
  url: string,
  file: string,
  { migrations }: BackupHead,
  tell: (table: string, rows: number) => void,
): Promise<void> {
  await migrate(url, { only: migrations });
  const client = new Client({ connectionString: url, application_name: 'call-manager restore' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await assertEmpty(client, migrations);
    await client.query(BEGIN);
    await load(client, file, tell);
    await client.query(COMMIT);
  } finally {
    await client.end().catch(() => undefined);
  }
  await migrate(url);
}

async function load(client: Client, file: string, tell: (table: string, rows: number) => void): Promise<void> {
  const parts = readBackup(file);
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const { value: part } = next;
    if (part.kind !== 'table') continue;
    const copy = client.query(from(part.command));
    await pipeline(rowsOf(parts), copy).catch((error) => Promise.reject(ofRows(error, file, part.table)));
    tell(part.table, copy.rowCount);
  }
}

/** Classes of what is wrong with values, with rows, or with the names of columns. PostgreSQL manual, appendix A. */
const REFUSED = /^(22|23|42)/;

function ofRows(error: Error, file: string, table: string): Error {
  if (!REFUSED.test(sqlState(error) ?? '')) return error;
  return unusable(file, `was changed or is damaged: ${table} cannot be loaded (${error.message})`);
}

/** The rows of the table that has just begun. */
async function* rowsOf(parts: AsyncGenerator<BackupPart>): AsyncGenerator<Buffer> {
  for (let next = await parts.next(); !next.done && next.value.kind === 'rows'; next = await parts.next()) {
    yield next.value.rows;
  }
}

async function assertEmpty(client: Client, migrations: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select name from migrations order by id');
  if (rows.some(({ name }) => !migrations.includes(name))) {
    throw new BackupError('The database is newer than the backup. Let DATA_DIR name a new directory.');
  }
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname "name" from pg_class
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname <> 'migrations'`,
  );
  for (const { name } of tables) {
    const { rowCount } = await client.query(`select from "${name}" limit 1`);
    if (rowCount) throw new BackupError('The database is not empty. Let DATA_DIR name a new directory.');
  }
}
