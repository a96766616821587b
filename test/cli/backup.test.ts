import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Pool } from 'pg';
import { copyCommand, readCopy } from '../../src/database/backup/format';
import { takeBackup } from '../../src/database/backup/take-backup';
import { findRunningPostgres } from '../../src/database/embedded';
import { cli, cliInProcess } from '../support/cli';
import { restClient } from '../support/client';
import { openDataDir, removeDataDir } from '../support/data-dir';
import { ledgerFaults } from '../support/ledger';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { until } from '../support/until';

// Built programs and servers are started, on a machine that may have other things to do.
jest.setTimeout(40_000);

/** Rows that are written while calls run: what a backup must have whole, or not at all. */
const OF_CALLS = ['calls', 'call_events', 'credit_entries', 'transcript_turns'];

let dataDir: string;
let other: string;
let backups: string;
let server: ServerProcess;
let pool: Pool;
let key: string;
let agentId: string;
beforeAll(async () => {
  [dataDir, other, backups] = [openDataDir(), openDataDir(), openDataDir()];
  server = await startServerProcess('', { DATABASE_URL: '', DATA_DIR: dataDir });
  const demo = JSON.parse(readFileSync(path.join(dataDir, 'demo.json'), 'utf8'));
  [key, agentId] = [demo.apiKey, demo.agentId];
  pool = new Pool({ connectionString: (await findRunningPostgres(dataDir)) ?? '', max: 2 });
  pool.on('error', () => undefined);
});
afterAll(async () => {
  await pool?.end();
  await server?.kill();
  for (const each of [dataDir, other, backups]) if (each) removeDataDir(each);
});

const file = (name: string) => path.join(backups, name);
const place = async () => {
  const { body } = await restClient(server.url, key).post('/calls', { toNumber: '+1234567890', agentId });
  return body.data.call.id as string;
};
test('a backup while calls run is restored as it was, to the row, and a server goes on from there', async () => {
  const ended = await place();
  await restClient(server.url, key).untilAnalyzed(ended);
  // Text that COPY has to escape, and a value that is JSON's null and not the database's.
  await pool.query(`update calls set contact_name = E'a\\tb\\\\.\\n\\\\.\\n\\u2028' where id = $1`, [ended]);
  await pool.query(`update call_events set detail = 'null' where call_id = $1 and type = 'RINGING'`, [ended]);
  const live = await place();
  await until(
    async () => (await restClient(server.url, key).get(`/calls/${live}`)).body.data.call.status === 'ANSWERED',
    'somebody to answer',
  );
  const program = cli({ DATA_DIR: dataDir });
  const [taken] = await Promise.all([program.run('backup', file('a.sql.gz')), place(), place()]);
  expect(taken).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+ rows of \d+ tables are in .*a\.sql\.gz, \d+ bytes\.\n$/),
  });
  expect(taken.err).toMatch(/^calls: \d+ rows$/m);
  expect(statSync(file('a.sql.gz')).mode & 0o777).toBe(0o600);
  expect(readdirSync(backups)).toEqual(['a.sql.gz']);

  const restoring = cli({ DATA_DIR: other });
  const restored = await restoring.json<{ tables: Record<string, number>; ledger: object }>(
    'restore',
    file('a.sql.gz'),
  );
  expect(restored.ledger).toEqual({ ok: true, broken: [] });
  expect(restored.tables.calls).toBeGreaterThanOrEqual(2);
  const again = await restoring.run('restore', file('a.sql.gz'));
  expect(again).toMatchObject({ code: 1, out: '' });
  expect(again.err).toContain('The database is not empty. Let DATA_DIR name a new directory.');

  // Calls that were live in the backup are looked after, and what was ended then is the same to the byte.
  const before = await rowsOf(pool, ended);
  const second = await startServerProcess('', { DATABASE_URL: '', DATA_DIR: other });
  const secondPool = new Pool({ connectionString: (await findRunningPostgres(other)) ?? '', max: 2 });
  try {
    expect(await rowsOf(secondPool, ended)).toEqual(before);
    const rest = restClient(second.url, key);
    expect((await rest.get(`/calls/${ended}`)).status).toBe(200);
    const anew = await rest.post('/calls', { toNumber: '+1234567890', agentId });
    expect((await rest.untilEnded(anew.body.data.call.id)).status).toBe('COMPLETED');
    await until(
      async () => (await secondPool.query('select from calls where end_time is null')).rows.length === 0,
      'the calls of the backup to end',
      20,
    );
    expect(await ledgerFaults(secondPool)).toEqual({});
  } finally {
    await secondPool.end();
    await second.kill();
  }
});

/** All that is stored of a call, as text. */
async function rowsOf(database: Pool, callId: string): Promise<unknown> {
  const tables = [['calls', 'id'], ...OF_CALLS.slice(1).map((table) => [table, 'call_id'])];
  const found = tables.map(async ([table, column]) => {
    const { rows } = await database.query(
      `select to_jsonb(t) - 'transaction' "row", t::text ~ 'null' "null" from ${table} t where ${column} = $1 order by t::text`,
      [callId],
    );
    return rows;
  });
  return Promise.all(found);
}

test('a file that is there is kept, unless it is to be replaced', async () => {
  const program = cliInProcess({ DATA_DIR: dataDir });
  writeFileSync(file('b'), 'mine');
  const refused = await program.run('backup', file('b'));
  expect(refused).toMatchObject({
    code: 1,
    err: `call-manager: ${file('b')} is there already. Name another file, or replace it with --force.\n`,
  });
  expect(readFileSync(file('b'), 'utf8')).toBe('mine');
  const { bytes } = await program.json<{ bytes: number }>('backup', file('b'), '--force');
  expect(statSync(file('b')).size).toBe(bytes);
  expect((await program.run('backup', file('nowhere/c'))).code).toBe(1);
  expect(readdirSync(backups).filter((name) => name.includes('partial'))).toEqual([]);
});

test('no table is rewritten before it is in a backup that has begun', async () => {
  const backup = takeBackup((await findRunningPostgres(dataDir)) ?? '', () => undefined);
  await backup.next();
  const client = await pool.connect();
  try {
    await client.query(`begin; set local lock_timeout = 100`);
    const rewritten = client.query(`alter table contacts alter phone_number type varchar(20)`);
    await expect(rewritten).rejects.toThrow('lock timeout');
  } finally {
    await client.query('rollback');
    client.release();
    await backup.return(undefined);
  }
});

test('a draft that a killed process left does not keep the next one, of the same id, from its work', async () => {
  writeFileSync(file(`e.${process.pid}.partial`), '');
  await cliInProcess({ DATA_DIR: dataDir }).json('backup', file('e'));
  expect(statSync(file('e')).mode & 0o777).toBe(0o600);
});

test('a table is found again whatever it and its columns are called', () => {
  const command = copyCommand('sums_of_2', ['sha256', 'order']);
  expect(readCopy(`${command};`)).toEqual({ command, table: 'sums_of_2' });
});

test('where there is nothing to back up yet, that is said', async () => {
  const empty = openDataDir();
  const { code, err } = await cliInProcess({ DATA_DIR: empty }).run('backup', file('f'));
  expect([code, err]).toEqual([1, 'call-manager: There is nothing to back up: the database has no tables yet.\n']);
  expect(existsSync(file('f'))).toBe(false);
  removeDataDir(empty);
});

test('what is no whole backup is refused before anything is done', async () => {
  const empty = openDataDir();
  const program = cliInProcess({ DATA_DIR: empty });
  await cliInProcess({ DATA_DIR: dataDir }).json('backup', file('whole'), '--force');
  const text = gunzipSync(readFileSync(file('whole'))).toString();
  writeFileSync(file('cut'), readFileSync(file('whole')));
  truncateSync(file('cut'), statSync(file('cut')).size - 100);
  writeFileSync(file('none'), 'text');
  writeFileSync(file('foreign'), gzipSync('-- PostgreSQL database dump\n'));
  writeFileSync(file('short'), gzipSync(text.slice(0, text.indexOf('-- complete'))));
  writeFileSync(file('fewer'), gzipSync(text.replace(/^(COPY "accounts".*\n).*\n/m, '$1')));
  writeFileSync(file('head'), gzipSync(text.replace('"format":1', '"format":1,')));
  writeFileSync(file('headless'), gzipSync(text.replace(/^(-- call-manager backup ).*/, '$1null')));
  writeFileSync(file('end'), gzipSync(text.replace(/^(-- complete ).*/m, '$1{"accounts":')));
  writeFileSync(file('newer'), gzipSync(text.replace('"format":1', '"format":2')));
  writeFileSync(file('empty'), '');
  const later = text.replace('"migrations":[', '"migrations":["Later1",');
  writeFileSync(file('later'), gzipSync(later));
  const errors: Record<string, RegExp> = {
    cut: /cut is not complete: it breaks off\. Take another copy of it, or another backup\.$/,
    none: /none is no backup of a Call Manager, or is damaged\. Take/,
    foreign: /foreign is no backup of a Call Manager\. Name a file that `npx call-manager backup` wrote\.$/,
    short: /short is not complete: its last line is missing\. Take/,
    fewer: /fewer is not complete: accounts should have (\d+) rows and has \d+\. Take/,
    head: /head was changed or is damaged: its first line cannot be read\. Take/,
    headless: /headless was changed or is damaged: its first line cannot be read\. Take/,
    end: /end was changed or is damaged: its last line cannot be read\. Take/,
    newer: /newer was written by a later version of the program\. Restore it by that version\.$/,
    empty: /empty is not complete: it breaks off\. Take/,
    missing: /missing cannot be read \(ENOENT.*\)\. Name the file of a backup\.$/,
  };
  for (const [name, error] of Object.entries(errors)) {
    const { code, err } = await program.run('restore', file(name));
    expect([name, code, err.trim()]).toEqual([name, 1, expect.stringMatching(error)]);
    expect(err).toContain(file(name));
  }
  expect(existsSync(path.join(empty, 'postgres'))).toBe(false);
  const { code, err } = await program.run('restore', file('later'));
  expect([code, err]).toEqual([1, expect.stringContaining('Later1 is a migration that this one lacks')]);
  const row = text.replace(/^(COPY "accounts".*\n)[^\t]+/m, '$1nobody');
  writeFileSync(file('row'), gzipSync(row));
  const changed = await program.run('restore', file('row'));
  expect([changed.code, changed.err]).toEqual([
    1,
    expect.stringMatching(/row was changed or is damaged: accounts cannot be loaded \(.*uuid.*\)/),
  ]);
  removeDataDir(empty);
});

test('a database with a server is not restored to, and one that DATABASE_URL names is left to its own tools', async () => {
  const running = await cliInProcess({ DATA_DIR: dataDir }).run('restore', file('whole'));
  expect(running).toMatchObject({ code: 1, err: expect.stringContaining('Stop it, or set another DATA_DIR.') });
  const program = cliInProcess({ DATABASE_URL: 'postgresql://localhost/x' });
  expect((await program.run('backup', file('d'))).err).toContain('pg_dump --format=custom');
  expect((await program.run('restore', file('whole'))).err).toContain('pg_restore');
  expect((await program.run('backup')).code).toBe(2);
});
