import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lchownSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../../../src/database/embedded';
import { canRunNode, copyUnlinkedPackage, isRoot, nobody, query, Scratch } from './support/harness';

jest.setTimeout(180_000);

const scratch = new Scratch();
afterAll(() => scratch.cleanUp());

const PG = require.resolve('pg');

/** Where root keeps the data of a DATA_DIR that the database's user cannot enter. */
function elsewhere(dataDir: string, directory = '/var/lib'): string {
  const path = join(directory, `call-manager-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
  scratch.onCleanUp(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function closedDirectory(): string {
  const parent = scratch.name('closed');
  mkdirSync(parent, { mode: 0o700 });
  return join(parent, 'data');
}

(isRoot ? describe : describe.skip)('root (tests for root only)', () => {
  it('runs the database as another user, in DATA_DIR if that user can get there', async () => {
    const dataDir = scratch.name();
    const postgres = await startEmbeddedPostgres({ dataDir });
    expect(postgres.dataDir).toBe(join(dataDir, 'postgres'));
    expect(statSync(postgres.dataDir).uid).toBe(0);
    expect(statSync(join(postgres.dataDir, 'data')).uid).not.toBe(0);
    await postgres.stop();
  });

  it('keeps data elsewhere when DATA_DIR is closed to that user, says so, and finds it again', async () => {
    const dataDir = closedDirectory();
    const logged: string[] = [];
    const home = elsewhere(dataDir);
    const first = await startEmbeddedPostgres({ dataDir, log: (message) => logged.push(message) });
    expect(first.dataDir).toBe(home);
    expect(logged).toContainEqual(
      expect.stringMatching(new RegExp(`cannot enter ${dataDir}: the data is in ${home}$`)),
    );
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    // Also when the directory has been opened since: otherwise the data would seem lost.
    chmodSync(join(dataDir, '..'), 0o755);
    const second = await startEmbeddedPostgres({ dataDir });
    expect(second.dataDir).toBe(home);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('does not start an empty database when the existing one can no longer be reached', async () => {
    const dataDir = scratch.name('open/data');
    await (await startEmbeddedPostgres({ dataDir })).stop();
    chmodSync(join(dataDir, '..'), 0o700);
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('who can no longer enter');
    expect(existsSync(elsewhere(dataDir))).toBe(false);
  });

  it.each([
    ['belongs to somebody else', (path: string) => lchownSync(path, nobody.uid, nobody.gid), 'belongs to user id'],
    ['others can write to', (path: string) => chmodSync(path, 0o777), 'can be written to by others'],
  ])('does not use a directory that %s', async (_what, spoil, message) => {
    const dataDir = closedDirectory();
    const home = elsewhere(dataDir);
    mkdirSync(home, { mode: 0o755 });
    spoil(home);
    const failure = startEmbeddedPostgres({ dataDir });
    await expect(failure).rejects.toBeInstanceOf(EmbeddedPostgresError);
    await expect(failure).rejects.toThrow(`${home} ${message}`);
    expect(readdirSync(home)).toEqual([]);
  });

  it('does not follow a link in the place of that directory', async () => {
    const dataDir = closedDirectory();
    const target = scratch.name('target');
    mkdirSync(target);
    for (const directory of ['/var/lib', '/var/tmp']) {
      const home = elsewhere(dataDir, directory);
      symlinkSync(target, home);
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(`${home} is not a directory`);
      rmSync(home);
    }
    expect(readdirSync(target)).toEqual([]);
  });

  it('copies programs that the user cannot reach, but not over what others have put there', async () => {
    const version = `test-${process.pid}-root`;
    const copy = `/var/tmp/call-manager-postgres-${version}-${process.arch}-0`;
    scratch.onCleanUp(() => rmSync(copy, { recursive: true, force: true }));
    const program = scratch.program((nodeModules) => chmodSync(copyUnlinkedPackage(nodeModules, version), 0o700));
    const dataDir = closedDirectory();
    elsewhere(dataDir);

    mkdirSync(copy);
    lchownSync(copy, nobody.uid, nobody.gid);
    const refused = scratch.child({ dataDir }, { program });
    expect((await refused.wait('failed')).message).toContain(`${copy} belongs to user id ${nobody.uid}, not to 0`);
    rmSync(copy, { recursive: true });

    const children = [scratch.child({ dataDir }, { program }), scratch.child({ dataDir: scratch.name() }, { program })];
    for (const child of children) await child.wait('ready');
    expect(statSync(copy)).toMatchObject({ uid: 0 });
    await Promise.all(children.map((child) => child.stop()));
    expect(readdirSync('/var/tmp').filter((name) => name.includes(version))).toHaveLength(1);
  });

  it('lets only the user of the database and root in', async () => {
    const postgres = await startEmbeddedPostgres({ dataDir: scratch.name() });
    scratch.onCleanUp(() => postgres.stop());
    const script = `new (require(process.argv[1]).Client)({ connectionString: process.argv[2] }).connect()
      .then(() => process.exit(0), (error) => { console.log(error.code); process.exit(3); })`;
    const connectAs = (user: { uid: number; gid: number }) =>
      spawnSync(process.execPath, ['-e', script, PG, postgres.url], { ...user, cwd: '/', encoding: 'utf8' });
    const { uid, gid } = statSync(join(postgres.dataDir, 'data'));
    expect(connectAs({ uid, gid }).status).toBe(0);
    expect(connectAs({ uid: 54321, gid })).toMatchObject({ status: 3, stdout: 'EACCES\n' });
    expect(connectAs({ uid: 54321, gid: 54321 })).toMatchObject({ status: 3, stdout: 'EACCES\n' });
    await postgres.stop();
  });

  it('keeps the ephemeral database of a closed directory in a place for temporary files', async () => {
    const dataDir = closedDirectory();
    const postgres = await startEmbeddedPostgres({ dataDir, ephemeral: true });
    expect(postgres.dataDir).not.toContain(dataDir);
    await postgres.stop();
    expect(existsSync(postgres.dataDir)).toBe(false);
  });
});

(isRoot && canRunNode(nobody) ? describe : describe.skip)('another user (tests need root to become one)', () => {
  function directoryOf(user: { uid: number; gid: number }): string {
    const path = scratch.name('own');
    mkdirSync(path, { mode: 0o700 });
    lchownSync(path, user.uid, user.gid);
    return path;
  }

  it('runs the database itself, from a directory closed to others', async () => {
    const dataDir = join(directoryOf(nobody), 'data');
    const child = scratch.child({ dataDir }, { as: nobody });
    const { dataDir: home } = await child.wait('ready');
    expect(home).toBe(join(dataDir, 'postgres'));
    expect(statSync(join(home as string, 'data')).uid).toBe(nobody.uid);
    // Somebody else, root even, does not get in between.
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toBeInstanceOf(EmbeddedPostgresError);
    await child.stop();
  });

  it('needs to be able to write to DATA_DIR', async () => {
    const dataDir = scratch.name();
    mkdirSync(dataDir, { mode: 0o755 });
    const child = scratch.child({ dataDir }, { as: nobody });
    expect((await child.wait('failed')).message).toMatch(
      /^cannot use .* as DATA_DIR: permission denied; set DATA_DIR to/,
    );
  });

  it('needs an entry in /etc/passwd', async () => {
    const stranger = { uid: 54321, gid: 54321 };
    const child = scratch.child({ dataDir: directoryOf(stranger) }, { as: stranger });
    expect((await child.wait('failed')).message).toMatch(/^user id 54321 has no entry in \/etc\/passwd/);
  });
});
