import { Pool, type PoolClient } from 'pg';
import { migrate } from '../../src/database/migrate';
import { ACCOUNTS, ADD_TENANTS, INDEXES, PAST_ROWS, pastCalls, TENANTS, USAGE } from './fixture-sql';

/** The account that is measured, with samples of what is in it. */
export interface Fixture {
  calls: number;
  databaseUrl: string;
  accountId: string;
  key: string;
  /** The first two share the calls; the third conducted few. */
  agentIds: string[];
  samples: Array<{ id: string; contactId: string; campaignId: string; toNumber: string }>;
}

/** Who stops the loading, and who is told how far it is. */
interface Progress {
  signal: AbortSignal;
  say: (line: string) => void;
}

/** Accounts beside the one that is measured, and the calls of each. */
const OTHERS = { accounts: 1000, calls: 100 };
/** Calls written in one transaction. */
const PIECE = 250_000;
/** Calls to choose from when one is read: too many to stay in PostgreSQL's own memory. */
const SAMPLES = 20_000;

/** Makes a database with an account of so many calls in the last year, unless an earlier run left it. */
export async function prepare(serverUrl: string, calls: number, progress: Progress): Promise<Fixture> {
  const name = `scale_${calls}`;
  const databaseUrl = withDatabase(serverUrl, name);
  await createDatabase(serverUrl, name);
  await migrate(databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const { rows: left } = await pool.query(`select to_regclass('bench_fixture') "table"`);
    if (!left[0].table) await load(pool, calls, progress);
    const { rows } = await pool.query('select account_id "accountId", key, agent_ids "agentIds" from bench_fixture');
    const { rows: samples } = await pool.query(
      `select id, contact_id "contactId", campaign_id "campaignId", to_number "toNumber"
       from calls tablesample bernoulli (least(100, 200.0 * ${SAMPLES} / ${calls})) repeatable (1)
       where account_id = $1 and end_time is not null limit ${SAMPLES}`,
      [rows[0].accountId],
    );
    return { calls, databaseUrl, ...rows[0], samples };
  } finally {
    await pool.end();
  }
}

/** Creates a database, in place of one whose loading was interrupted. */
async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const server = new Pool({ connectionString: serverUrl, max: 1 });
  try {
    const { rowCount } = await server.query('select from pg_database where datname = $1', [name]);
    if (rowCount) {
      const pool = new Pool({ connectionString: withDatabase(serverUrl, name), max: 1 });
      const { rows } = await pool.query(`select to_regclass('bench_fixture') "table"`).finally(() => pool.end());
      if (rows[0].table) return;
      await server.query(`drop database ${name}`);
    }
    await server.query(`create database ${name}`);
  } finally {
    await server.end();
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/\/[^/?]*\?/, `/${name}?`);
}

/** The table that tells where everything is comes last, so a database has it only when it is complete. */
async function load(pool: Pool, calls: number, { signal, say }: Progress): Promise<void> {
  const client = await pool.connect();
  try {
    // Foreign keys hold by construction; checking them, and indexes row by row, would take hours.
    await client.query('set session_replication_role = replica');
    await client.query(`set maintenance_work_mem = '1GB'`);
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES);
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    await client.query(TENANTS);
    await client.query(ADD_TENANTS, [1, 'Measured', calls]);
    await client.query(ADD_TENANTS, [OTHERS.accounts, 'Other', OTHERS.calls]);
    for (const statement of ACCOUNTS) await client.query(statement);
    await loadPast(client, 'Other', OTHERS.calls, 1);
    for (let oldest = calls; oldest > 0; oldest -= PIECE) {
      signal.throwIfAborted();
      say(`${calls - oldest} of ${calls} calls loaded`);
      await loadPast(client, 'Measured', oldest, Math.max(1, oldest - PIECE + 1));
    }
    say('usage and indexes');
    for (const statement of USAGE) await client.query(statement);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('vacuum (analyze)');
    await client.query(`create table bench_fixture as select * from tenant where name = 'Measured'`);
    await client.query('checkpoint');
  } finally {
    client.release(true);
  }
}

async function loadPast(client: PoolClient, accounts: string, oldest: number, newest: number): Promise<void> {
  await client.query('begin');
  await client.query(pastCalls(accounts, oldest, newest));
  for (const statement of PAST_ROWS) await client.query(statement);
  await client.query('drop table past');
  await client.query('commit');
}
