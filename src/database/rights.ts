import type { DataSource } from 'typeorm';
import { poolOf } from './data-source';

/** Why a database's user could not do the program's work; null: nothing stands in the way. Nothing is changed. */
export async function findMissingRights(dataSource: DataSource): Promise<string | null> {
  const tables = dataSource.entityMetadatas.map(({ tableName }) => tableName);
  const { rows } = await poolOf(dataSource).query<Rights>(RIGHTS, [tables]);
  const { readOnly, user, lacking, mayCreate } = rows[0] as Rights;
  if (readOnly) return 'The database takes no changes (it is read-only). Let DATABASE_URL name the primary server.';
  const what = lacking.length > 0 ? `change ${lacking.join(', ')}` : mayCreate ? null : 'create tables';
  return what && `The database user ${user} may not ${what}. Let DATABASE_URL name the owner of the tables.`;
}

interface Rights {
  readOnly: boolean;
  user: string;
  /** Tables that are there and cannot be written. */
  lacking: string[];
  /** Whether tables that are not there yet, if any, can be made. */
  mayCreate: boolean;
}

const RIGHTS = `
select current_setting('transaction_read_only')::boolean "readOnly", current_user "user",
  coalesce(has_schema_privilege(current_schema(), 'create'), false)
    or not exists (select from unnest($1::text[]) name where to_regclass(name) is null) "mayCreate",
  array(
    select name from unnest($1::text[]) name
    where to_regclass(name) is not null and not (has_table_privilege(name, 'select')
      and has_table_privilege(name, 'insert') and has_table_privilege(name, 'update')
      and has_table_privilege(name, 'delete'))
    order by name
  ) "lacking"`;
