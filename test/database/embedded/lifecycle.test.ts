import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../../../src/database/embedded';
import { isRunning, postmasterPid, processesWith, query, Scratch, until } from './support/harness';

jest.setTimeout(120_000);

const scratch = new Scratch();
afterAll(() => scratch.cleanUp());

async function start(options: EmbeddedPostgresOptions) {
  const postgres = await startEmbeddedPostgres(options);
  scratch.onCleanUp(() => postgres.stop());
  return postgres;
}

describe('an embedded database', () => {
  it('keeps its data between starts and leaves nothing running', async () => {
    const dataDir = scratch.name();
    const logged: string[] = [];
    const first = await start({ dataDir, log: (message) => logged.push(message) });
    expect(first.dataDir).toBe(join(dataDir, 'postgres'));
    await query(first.url, 'CREATE TABLE kept (value int)');
    await query(first.url, 'INSERT INTO kept VALUES (42)');
    const pid = postmasterPid(first.dataDir);
    await first.stop();
    await first.stop();
    expect(isRunning(pid)).toBe(false);
    await until('the watcher has gone', () => processesWith(dataDir).length === 0);

    const second = await start({ dataDir, log: (message) => logged.push(message) });
    expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 42 }]);
    await second.stop();
    // An ordinary start and stop is not worth a line.
    expect(logged).toEqual([]);
    expect(readdirSync(second.dataDir).sort()).toEqual(['data', 'owner.2.free', 'socket']);
  });

  it('has safe and plain settings, which the caller may change', async () => {
    const postgres = await start({ dataDir: scratch.name(), settings: { work_mem: '7MB', max_connections: '12' } });
    const [row] = await query(
      postgres.url,
      `SELECT current_database() AS database, current_setting('server_encoding') AS encoding,
              datcollate AS collation, current_setting('data_checksums') AS checksums,
              current_setting('fsync') AS fsync, current_setting('timezone') AS timezone,
              current_setting('jit') AS jit, current_setting('listen_addresses') AS tcp,
              current_setting('work_mem') AS work_mem, current_setting('max_connections') AS max_connections
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toEqual({
      database: 'call_manager',
      encoding: 'UTF8',
      collation: 'C',
      checksums: 'on',
      fsync: 'on',
      timezone: 'UTC',
      jit: 'off',
      tcp: '',
      work_mem: '7MB',
      max_connections: '12',
    });
    await postgres.stop();
  });

  it('closes its socket to other users', async () => {
    const postgres = await start({ dataDir: scratch.name() });
    const socket = statSync(join(postgres.dataDir, 'socket'));
    expect(socket.mode & 0o777).toBe(0o700);
    expect(socket.uid).toBe(statSync(join(postgres.dataDir, 'data')).uid);
    await postgres.stop();
  });

  it.each([
    ['special characters', `a b%41&c=d@e+f?g#h,"i'é$HOME;\\`],
    ['a path that is too long for a socket', `${'long-'.repeat(20)}/${'path-'.repeat(20)}`],
  ])('works below a directory with %s', async (_what, name) => {
    const dataDir = scratch.name(name);
    const postgres = await start({ dataDir });
    const pool = new Pool({ connectionString: postgres.url });
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
    const host = new URLSearchParams(postgres.url.split('?')[1]).get('host') as string;
    expect(statSync(host).mode & 0o777).toBe(0o700);
    const inside = host.startsWith(dataDir);
    expect(inside).toBe(Buffer.byteLength(`${dataDir}/postgres/socket/.s.PGSQL.5432`) <= 103);
    await postgres.stop();
    expect(existsSync(host)).toBe(inside);
  });

  it('is found whatever servers the environment names', async () => {
    const saved = { ...process.env };
    Object.assign(process.env, { PGPORT: '1', PGHOST: 'nowhere.invalid', PGSSLMODE: 'require', PGUSER: 'nobody' });
    try {
      const postgres = await start({ dataDir: scratch.name(), ephemeral: true });
      expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await postgres.stop();
    } finally {
      for (const name of ['PGPORT', 'PGHOST', 'PGSSLMODE', 'PGUSER']) delete process.env[name];
      Object.assign(process.env, saved);
    }
  });

  it('stops while clients are connected and busy', async () => {
    const postgres = await start({ dataDir: scratch.name() });
    const busy = query(postgres.url, 'SELECT pg_sleep(600)').catch((error: Error) => error.message);
    await until('the client is busy', async () => {
      const rows = await query(postgres.url, "SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'");
      return rows.length === 1;
    });
    const before = Date.now();
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(await busy).toMatch(/terminating connection|Connection terminated/);
  });

  it('does not keep a process alive that has nothing else to do', async () => {
    const dataDir = scratch.name();
    const child = scratch.child({ dataDir });
    const { dataDir: home } = await child.wait('ready');
    const pid = postmasterPid(home as string);
    // Without input the child has nothing to wait for; it stops, and exits by itself.
    child.process.stdin?.end();
    await until('the process has ended', () => child.hasEnded, 10);
    expect(child.process.exitCode).toBe(0);
    expect(isRunning(pid)).toBe(false);
  });
});

describe('an ephemeral database', () => {
  it('is fast rather than safe, and leaves nothing behind', async () => {
    const dataDir = scratch.name();
    const [one, two] = await Promise.all([start({ dataDir, ephemeral: true }), start({ dataDir, ephemeral: true })]);
    expect(
      await query(
        one.url,
        `SELECT name FROM pg_settings WHERE setting = 'off'
            AND name IN ('fsync', 'synchronous_commit', 'full_page_writes')`,
      ),
    ).toHaveLength(3);
    await query(one.url, 'CREATE TABLE mine ()');
    await expect(query(two.url, 'SELECT FROM mine')).rejects.toThrow('does not exist');
    await Promise.all([one.stop(), two.stop()]);
    expect(existsSync(one.dataDir)).toBe(false);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('does not touch the database that is kept in the same directory', async () => {
    const dataDir = scratch.name();
    const kept = await start({ dataDir });
    await query(kept.url, 'CREATE TABLE kept ()');
    const ephemeral = await start({ dataDir, ephemeral: true });
    await ephemeral.stop();
    expect(await query(kept.url, 'SELECT FROM kept')).toEqual([]);
    await kept.stop();
    expect(readdirSync(dataDir)).toEqual(['postgres']);
  });

  it('clears away what a killed process could not', async () => {
    const dataDir = scratch.name();
    mkdirSync(join(dataDir, 'postgres-ephemeral-999999999-abcdef'), { recursive: true });
    const postgres = await start({ dataDir, ephemeral: true });
    expect(readdirSync(dataDir)).toHaveLength(1);
    await postgres.stop();
  });
});
