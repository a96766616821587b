import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/database/embedded';
import { isRunning, postmasterPid, processesWith, query, Scratch, until } from './support/harness';

jest.setTimeout(120_000);

const scratch = new Scratch();
afterAll(() => scratch.cleanUp());

async function start(dataDir: string, log?: (message: string) => void): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  scratch.onCleanUp(() => postgres.stop());
  return postgres;
}

describe('when our process is killed', () => {
  it('PostgreSQL ends by itself and the next start recovers', async () => {
    const dataDir = scratch.name();
    const child = scratch.child({ dataDir });
    const { url, dataDir: home } = await child.wait('ready');
    const pid = postmasterPid(home as string);
    await query(url as string, 'CREATE TABLE kept AS SELECT generate_series(1, 1000)');
    await child.kill();
    await until('PostgreSQL has ended', () => !isRunning(pid), 5);
    await until('nothing of it is left', () => processesWith(dataDir).length === 0, 5);

    const again = await start(dataDir);
    expect(await query(again.url, 'SELECT FROM kept')).toHaveLength(1000);
    await again.stop();
  });

  it('a start right after waits for PostgreSQL to shut down', async () => {
    const dataDir = scratch.name();
    const child = scratch.child({ dataDir });
    const { dataDir: home } = await child.wait('ready');
    const pid = postmasterPid(home as string);
    // A shutdown that takes its time.
    process.kill(pid, 'SIGSTOP');
    await child.kill();
    const logged: string[] = [];
    const again = start(dataDir, (message) => logged.push(message));
    await until('it waits', () => logged.length > 0);
    await delay(500);
    process.kill(pid, 'SIGCONT');
    await (await again).stop();
    expect(logged).toEqual([`waiting for PostgreSQL (process ${pid}) of an earlier run to shut down`]);
  });

  it('during initdb, the half-made cluster is not used', async () => {
    const dataDir = scratch.name();
    const child = scratch.child({ dataDir });
    const home = join(dataDir, 'postgres');
    const drafts = () => (existsSync(home) ? readdirSync(home).filter((name) => name.startsWith('data.draft-')) : []);
    await until('initdb is at work', () => drafts().length > 0 && processesWith(`${home}/data.draft-`).length > 0);
    await child.kill();
    await until('initdb has ended', () => processesWith(dataDir).length === 0, 5);
    expect(existsSync(join(home, 'data'))).toBe(false);

    await (await start(dataDir)).stop();
    expect(drafts()).toEqual([]);
  });

  it('an ephemeral database is removed', async () => {
    const dataDir = scratch.name();
    const child = scratch.child({ dataDir, ephemeral: true });
    const { dataDir: home } = await child.wait('ready');
    await child.kill();
    await until('PostgreSQL has ended', () => processesWith(home as string).length === 0, 10);
    // The directory itself may be in one that only we can change; the next start removes it.
    expect(existsSync(home as string) ? readdirSync(home as string) : []).toEqual([]);
  });
});

describe('when PostgreSQL is killed', () => {
  it('its owner is told once, and can start it again from there', async () => {
    const dataDir = scratch.name();
    const first = await start(dataDir);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const reasons: string[] = [];
    const restarted = new Promise<EmbeddedPostgres>((resolve, reject) => {
      first.onExit((reason) => {
        reasons.push(reason);
        start(dataDir).then(resolve, reject);
      });
    });
    process.kill(postmasterPid(first.dataDir), 'SIGKILL');
    const second = await restarted;
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    expect(reasons).toEqual(['PostgreSQL ended unexpectedly (killed by SIGKILL)']);
    // The first one is over: stopping it must not touch its successor, and late listeners still learn of it.
    await first.stop();
    const late = await new Promise((resolve) => first.onExit(resolve));
    expect(late).toBe(reasons[0]);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(reasons).toHaveLength(1);
  });

  it('children that go on working do not keep the next start from recovering', async () => {
    const dataDir = scratch.name();
    const first = await start(dataDir);
    const busy = query(first.url, 'DO $$ BEGIN LOOP END LOOP; END $$').catch(() => undefined);
    const findBusy = () =>
      query<{ pid: number }>(first.url, "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DO $$%'");
    await until('the endless loop runs', async () => (await findBusy()).length === 1);
    const [{ pid } = { pid: 0 }] = await findBusy();
    const lost = new Promise((resolve) => first.onExit(resolve));
    process.kill(postmasterPid(first.dataDir), 'SIGKILL');
    await lost;
    expect(isRunning(pid)).toBe(true);

    const logged: string[] = [];
    const second = await start(dataDir, (message) => logged.push(message));
    await busy;
    expect(isRunning(pid)).toBe(false);
    expect(logged).toContain(`ending PostgreSQL process ${pid}, left behind by an earlier run`);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('a pid file and socket lock that name a process of somebody else are not believed', async () => {
    const dataDir = scratch.name();
    const first = await start(dataDir);
    const lost = new Promise((resolve) => first.onExit(resolve));
    process.kill(postmasterPid(first.dataDir), 'SIGKILL');
    await lost;
    // A process that runs and that PostgreSQL cannot tell from a server: one of the same user.
    const { uid, gid } = statSync(join(first.dataDir, 'data'));
    const other = spawn('sleep', ['600'], { uid, gid, cwd: '/', stdio: 'ignore' });
    scratch.onCleanUp(() => void other.kill());
    for (const file of ['data/postmaster.pid', 'socket/.s.PGSQL.5432.lock']) {
      const path = join(first.dataDir, file);
      const lines = readFileSync(path, 'utf8').split('\n');
      writeFileSync(path, [String(other.pid), ...lines.slice(1)].join('\n'));
    }
    const second = await start(dataDir);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
  });
});

describe('a terminal', () => {
  it('does not reach PostgreSQL with its Ctrl-C', async () => {
    const postgres = await start(scratch.name());
    const session = (pid: number) =>
      execFileSync('ps', ['-o', 'sess=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const pid = postmasterPid(postgres.dataDir);
    expect(session(pid)).not.toBe(session(process.pid));
    await postgres.stop();
  });
});

describe('a home that has been deleted while the database ran', () => {
  it('does not keep it from being stopped and started anew', async () => {
    const dataDir = scratch.name();
    const postgres = await start(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
    await postgres.stop();
    await (await start(dataDir)).stop();
  });
});
