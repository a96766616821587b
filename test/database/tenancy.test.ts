import { Client } from 'pg';
import { shared } from '../support/shared';

let client: Client;
beforeAll(async () => {
  client = new Client({ connectionString: shared().databaseUrl });
  await client.connect();
});
afterAll(() => client.end());

/** Tables that belong to no account. Whoever adds one must say why it holds nothing of anybody's. */
const SHARED_TABLES = ['accounts', 'generated_secrets', 'migrations'];
/** A key is looked up before anybody knows whose it is. */
const GLOBAL_UNIQUE_INDEXES = ['api_keys_hash'];

async function lines(query: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>({ text: query });
  return rows.map(({ line }) => line).toSorted();
}

test('every table belongs to accounts but those that are named here', async () => {
  const without = await lines(`
    select c.relname "line" from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and a.attnotnull)`);
  expect(without).toEqual(SHARED_TABLES);
});

test("every tenant table's primary key and unique indexes start with the account", async () => {
  const others = await lines(`
    select i.indexrelid::regclass::text "line" from pg_index i join pg_class c on c.oid = i.indrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indisunique and c.relnamespace = 'public'::regnamespace and a.attname <> 'account_id'
      and c.relname <> all ('{${SHARED_TABLES.join(',')}}')`);
  expect(others).toEqual(GLOBAL_UNIQUE_INDEXES);
});

test('every tenant table has a primary key', async () => {
  const without = await lines(`
    select c.relname "line" from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary)`);
  expect(without).toEqual([]);
});

test('foreign keys between tenant tables carry the account on both sides, and delete nothing', async () => {
  const keys = await lines(`
    select conname || ': ' || pg_get_constraintdef(oid) "line" from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace`);
  expect(keys.length).toBeGreaterThan(10);
  const composite = /FOREIGN KEY \(account_id, \w+(, \w+)?\) REFERENCES \w+\(account_id, \w+(, \w+)?\)$/;
  const toAccount = /FOREIGN KEY \(account_id\) REFERENCES accounts\(id\)$/;
  const twins = 'accounts_test_of_fkey: FOREIGN KEY (test_of) REFERENCES accounts(id)';
  expect(keys.filter((key) => !composite.test(key) && !toAccount.test(key))).toEqual([twins]);
});

test('every table of an account is tied to it, directly or through a row of that account', async () => {
  const loose = await lines(`
    select c.relname "line" from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and c.relname <> all ('{${SHARED_TABLES.join(',')}}')
      and not exists (select 1 from pg_constraint f where f.conrelid = c.oid and f.contype = 'f')`);
  expect(loose).toEqual([]);
});
