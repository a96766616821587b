import { Client } from 'pg';
import { to } from 'pg-copy-streams';
import {
  type BackupEnd,
  BackupError,
  type BackupHead,
  BEGIN,
  COMMIT,
  copyCommand,
  END,
  END_OF_TABLE,
  HEAD,
} from './format';

/** Tables of ours, and their columns in order; what migrations keep for themselves is in the head. */
const TABLES = `
select c.relname "table", array_agg(a.attname::text order by a.attnum) "columns"
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
  and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
group by c.relname order by c.relname`;

const HEAD_OF = `
select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') "takenAt",
  array(select name::text from migrations order by id) "migrations"`;

/**
 * Nobody may rewrite a table until it was read: one that is rewritten has no rows for who looked at the database before. A
 * transaction that has only locked has not looked yet. PostgreSQL manual, 13.6 and LOCK.
 */
const lockAll = (tables: string[]) =>
  `lock table migrations, ${tables.map((table) => `"${table}"`).join(', ')} in access share mode`;

/**
 * The backup of a database, piece by piece: all rows as of one instant. Servers may be at work, and nobody waits for it but who
 * would change a table.
 * @param tell is told of each table that is done
 * @throws BackupError when the database has no tables yet
 */
export async function* takeBackup(
  url: string,
  tell: (table: string, rows: number) => void,
): AsyncGenerator<string | Buffer> {
  const client = new Client({ connectionString: url, application_name: 'call-manager backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: present } = await client.query<{ table: string }>(TABLES);
    if (present.length === 0) throw new BackupError('There is nothing to back up: the database has no tables yet.');
    await client.query('begin isolation level repeatable read, read only');
    await client.query(lockAll(present.map(({ table }) => table)));
    const { rows: heads } = await client.query<Omit<BackupHead, 'format'>>(HEAD_OF);
    const { rows: tables } = await client.query<{ table: string; columns: string[] }>(TABLES);
    yield `${HEAD}${JSON.stringify({ format: 1, ...heads[0] } as BackupHead)}\n${BEGIN}\n`;
    const counts: BackupEnd = {};
    for (const { table, columns } of tables) {
      const command = copyCommand(table, columns);
      yield `${command};\n`;
      const rows = client.query(to(command.replace('FROM stdin', 'TO stdout')));
      yield* rows as AsyncIterable<Buffer>;
      yield `${END_OF_TABLE}\n`;
      counts[table] = rows.rowCount;
      tell(table, rows.rowCount);
    }
    yield `${COMMIT}\n${END}${JSON.stringify(counts)}\n`;
  } finally {
    await client.end().catch(() => undefined);
  }
}
