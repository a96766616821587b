import { Client, Pool } from 'pg';
import { createDataSource } from '../../src/database/data-source';
import { migrate } from '../../src/database/migrate';
import { createDatabase, type TestDatabase } from '../support/database';
import { createTestAccount } from '../support/factories';
import { insertCalls } from '../support/insert-calls';
import { ledgerFaults } from '../support/ledger';
import { startTestServer } from '../support/server';
import { until } from '../support/until';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase({ empty: true });
});
afterEach(() => database.drop());

/** Everything that makes a schema, one line each; the migrations table aside, whatever it holds. */
async function describeSchema(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(`
      select 'column ' || table_name || '.' || column_name || ' ' || ordinal_position || ' ' || udt_name || ' '
        || is_nullable || ' ' || coalesce(column_default, '') || coalesce(datetime_precision::text, '') "line"
      from information_schema.columns where table_schema = 'public'
      union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace
      union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
      union all select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
      union all select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
      union all select 'relation ' || relkind::text || ' ' || relname from pg_class where relnamespace = 'public'::regnamespace
      union all select 'type ' || typname from pg_type where typnamespace = 'public'::regnamespace
      order by 1`);
    return rows.map(({ line }) => line).filter((line) => !/\b_?migrations/.test(line));
  } finally {
    await client.end();
  }
}

async function withDataSource<T>(work: (source: ReturnType<typeof createDataSource>) => Promise<T>): Promise<T> {
  const source = await createDataSource({ url: database.url, poolSize: 3 }).initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

test('migrations go up, down to nothing, and up again to the same schema', async () => {
  const [up, down, again] = await withDataSource(async (source) => {
    const names = await migrate(database.url);
    expect(names.length).toBeGreaterThan(0);
    const first = await describeSchema(database.url);
    for (const _ of names) await source.undoLastMigration({ transaction: 'all' });
    const nothing = await describeSchema(database.url);
    expect(await migrate(database.url)).toEqual(names);
    return [first, nothing, await describeSchema(database.url)];
  });
  expect(down).toEqual([]);
  expect(up.filter((line) => line.startsWith('column calls.')).length).toBeGreaterThan(20);
  expect(up.filter((line) => line.startsWith('trigger ')).length).toBeGreaterThan(0);
  expect(again).toEqual(up);
});

test('a database that is up to date is left alone', async () => {
  await migrate(database.url);
  expect(await migrate(database.url)).toEqual([]);
});

test('the entities agree with the migrated schema', async () => {
  const { upQueries } = await withDataSource(async (source) => {
    await migrate(database.url);
    return source.driver.createSchemaBuilder().log();
  });
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

test('two servers that start at once on an empty database both come up and share it', async () => {
  const servers = await Promise.all([
    startTestServer({ databaseUrl: database.url }),
    startTestServer({ databaseUrl: database.url }),
  ]);
  try {
    for (const { url } of servers) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const { rows } = await (servers[0] as (typeof servers)[number]).pool.query(
      `select (select count(*)::int from migrations) "migrations", (select count(*)::int from accounts) "accounts",
         (select count(*)::int from generated_secrets) "secrets", (select count(*)::int from credit_entries) "grants"`,
    );
    expect(rows).toEqual([{ migrations: rows[0].migrations, accounts: 1, secrets: 1, grants: 1 }]);
    const keys = servers.map(({ running }) => running.demo);
    expect(keys[0]?.accountId).toBe(keys[1]?.accountId);
  } finally {
    for (const server of servers) await server.stop();
  }
});

test('servers go on while a migration waits for a table that somebody reads for long', async () => {
  const names = await withDataSource(async (source) => source.migrations.map(({ name = '' }) => name));
  await migrate(database.url, { only: names.slice(0, names.indexOf('DialFence1795996800000')) });
  const reader = new Client({ connectionString: database.url });
  const server = new Client({ connectionString: database.url, statement_timeout: 2000 });
  await Promise.all([reader.connect(), server.connect()]);
  try {
    await reader.query('begin; select from calls');
    const printed = jest.spyOn(console, 'log');
    const migrating = migrate(database.url);
    const isAwaited = async () =>
      (await server.query(`select from pg_locks where relation = 'calls'::regclass and not granted`)).rowCount === 1;
    await until(isAwaited, 'the migration to ask for the table');
    await server.query('select from calls');
    await reader.query('commit');
    expect(await migrating).toEqual(names.slice(names.indexOf('DialFence1795996800000')));
    expect(printed).not.toHaveBeenCalled();
  } finally {
    await Promise.all([reader.end(), server.end()]);
  }
});

test('a database with tables of another program is left as it is', async () => {
  const foreign = async (query: string) => withDataSource((source) => source.query(query));
  await foreign('create table accounts (id serial primary key)');
  const before = await describeSchema(database.url);
  await expect(migrate(database.url)).rejects.toThrow(
    'The database has tables of another program: relation "accounts" already exists. Let DATABASE_URL name an empty one.',
  );
  expect(await describeSchema(database.url)).toEqual(before);
});

test('the sums by hour of a database that has calls are made of these', async () => {
  await migrate(database.url);
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    const account = await createTestAccount(pool);
    const statuses = ['COMPLETED', 'COMPLETED', 'BUSY'] as const;
    const times = ['2026-01-05T08:59:59.999Z', '2026-01-05T09:00:00Z', '2026-01-05T09:59:59.999Z'];
    const calls = times.map((time, at) => ({ startTime: new Date(time), status: statuses[at] }));
    const [talked] = await insertCalls(pool, account, calls);
    await pool.query('update calls set duration_seconds = 61, credits_used = 2 where id = $1', [talked]);
    const sums = 'seconds = 61, minutes = 2, credits_used = 2';
    await pool.query(`update usage_days set ${sums} where status = 'COMPLETED'`);
    await pool.query(`update usage_hours set ${sums} where hour = '2026-01-05T08:00:00Z'`);
    const read = async () => (await pool.query('select * from usage_hours order by hour, status')).rows;
    const settled = await read();
    expect(settled).toHaveLength(3);
    await pool.query('drop table usage_hours');
    await pool.query(`delete from migrations where name like 'UsageHours%'`);
    expect(await migrate(database.url)).toEqual(['UsageHours1795564800000']);
    expect(await read()).toEqual(settled);
    expect(Object.keys(await ledgerFaults(pool)).filter((rule) => rule.startsWith('usage-'))).toEqual([]);
  } finally {
    await pool.end();
  }
});
