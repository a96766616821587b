import { existsSync } from 'node:fs';
import path from 'node:path';
import { findRunningPostgres } from '../../src/database/embedded';
import { cli, cliInProcess } from '../support/cli';
import { openDataDir, removeDataDir } from '../support/data-dir';
import { startServerProcess } from '../support/server-process';

const dataDirs: string[] = [];
afterAll(() => {
  for (const dataDir of dataDirs) removeDataDir(dataDir);
});

function newDataDir(mode?: number): string {
  const dataDir = openDataDir(mode);
  dataDirs.push(dataDir);
  return dataDir;
}

// Built programs and servers are started, on a machine that may have other things to do.
jest.setTimeout(90_000);

test('where no server runs, a command starts the database for its own time, and what it did stays', async () => {
  const dataDir = newDataDir();
  const program = cli({ DATA_DIR: dataDir });
  const refused = await program.run('account', 'list');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Run `npx call-manager migrate`') });
  expect((await program.run('migrate')).out).toMatch(/^Migrations were run:\n {2}Initial\d+\n/);
  const { id } = await program.json('account', 'create', '--name', 'Acme', '--email', 'ops@acme.example');
  expect(existsSync(path.join(dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
  expect(await findRunningPostgres(dataDir)).toBeNull();
  expect(await program.json<object[]>('account', 'list')).toEqual([expect.objectContaining({ id, name: 'Acme' })]);
  const doctor = await program.run('doctor');
  expect(doctor.code).toBe(0);
  expect(doctor.out).toContain(`embedded below ${dataDir}, started for this command`);
});

// In a directory that is closed to others, root keeps the database elsewhere.
test.each([
  ['open to others', 0o755],
  ['closed to others', 0o700],
])('where a server runs, its database is used: DATA_DIR %s', async (_, mode) => {
  const dataDir = newDataDir(mode);
  const program = cliInProcess({ DATA_DIR: dataDir });
  const server = await startServerProcess('', { DATABASE_URL: '', DATA_DIR: dataDir });
  try {
    const accounts = await program.json<Array<{ name: string }>>('account', 'list');
    expect(accounts.map(({ name }) => name)).toEqual(['Demo']);
    const { key } = await program.json('key', 'create', '--account', 'Demo', '--name', 'second');
    const answer = await fetch(`${server.url}/api/v1/account`, { headers: { 'X-API-Key': key ?? '' } });
    expect(answer.status).toBe(200);
    expect((await program.run('doctor')).out).toContain(`embedded below ${dataDir}, run by another process`);
  } finally {
    await server.kill();
  }
});

test('commands that start at once on a database that does not run all do their work', async () => {
  const dataDir = newDataDir();
  const program = cli({ DATA_DIR: dataDir });
  const names = ['One', 'Two', 'Three'];
  const migrations = await Promise.all([program.run('migrate'), program.run('migrate')]);
  expect(migrations.map(({ code, err }) => ({ code, err }))).toEqual([OK, OK]);
  const answers = await Promise.all(
    names.map((name) => program.run('account', 'create', '--name', name, '--email', 'ops@acme.example')),
  );
  expect(answers.map(({ code, err }) => ({ code, err }))).toEqual([OK, OK, OK]);
  const accounts = await program.json<Array<{ name: string }>>('account', 'list');
  expect(accounts.map(({ name }) => name).sort()).toEqual(names.toSorted());
});

const OK = { code: 0, err: '' };

test('a DATA_DIR that cannot be used is told in one line', async () => {
  const { code, err } = await cliInProcess({ DATA_DIR: '/dev/null/data' }).run('account', 'list');
  expect(code).toBe(1);
  expect(err).toMatch(/^call-manager: cannot .+ is a file, not a directory; move it away or set another DATA_DIR\n$/);
});
