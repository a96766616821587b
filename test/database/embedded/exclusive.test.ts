import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../src/database/embedded';
import { takeOwnership } from '../../../src/database/embedded/ownership';
import { postmasterPid, query, Scratch } from './support/harness';

jest.setTimeout(120_000);

const scratch = new Scratch();
afterAll(() => scratch.cleanUp());

describe('one data directory', () => {
  it('is refused to a second process, which is told who has it', async () => {
    const dataDir = scratch.name();
    const first = scratch.child({ dataDir });
    const { url, dataDir: home } = await first.wait('ready');
    const pid = postmasterPid(home as string);
    const before = Date.now();
    const failure = await startEmbeddedPostgres({ dataDir }).catch((error: Error) => error);
    expect(failure).toMatchObject({
      name: 'EmbeddedPostgresError',
      message:
        `the database in ${home} is in use by process ${first.pid}; stop that process, set another DATA_DIR, ` +
        'or set DATABASE_URL to use a PostgreSQL server of your own',
    });
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(postmasterPid(home as string)).toBe(pid);
    expect(await query(url as string, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await first.stop();
    await (await startEmbeddedPostgres({ dataDir })).stop();
  });

  it('is refused to a second start in the same process', async () => {
    const dataDir = scratch.name();
    const first = await startEmbeddedPostgres({ dataDir });
    scratch.onCleanUp(() => first.stop());
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(`in use by process ${process.pid} (this one)`);
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await first.stop();
  });

  it('goes to exactly one of several processes that start at the same instant', async () => {
    const dataDir = scratch.name();
    const children = Array.from({ length: 4 }, () => scratch.child({ dataDir }));
    const results = await Promise.allSettled(children.map((child) => child.wait('ready')));
    const winners = children.filter((_child, index) => results[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const child of children.filter((each) => !winners.includes(each))) {
      const message = child.events.find(({ event }) => event === 'failed')?.message;
      expect(message).toContain(`in use by process ${winners[0]?.pid};`);
    }
    await winners[0]?.stop();
    expect(readdirSync(join(dataDir, 'postgres')).sort()).toEqual(['data', 'owner.1.free', 'socket']);
  });

  it('passes to the next one when its owner is just stopping', async () => {
    const dataDir = scratch.name();
    const first = await startEmbeddedPostgres({ dataDir });
    scratch.onCleanUp(() => first.stop());
    const [, second] = await Promise.all([first.stop(), startEmbeddedPostgres({ dataDir })]);
    await second.stop();
  });
});

describe('ownership of a directory', () => {
  it('is held by one at a time, whatever the order of events', async () => {
    const home = scratch.name('');
    let holders = 0;
    let turns = 0;
    const contend = async () => {
      for (let turn = 0; turn < 3; ) {
        const ownership = await takeOwnership(home).catch(() => undefined);
        if (!ownership) continue;
        holders += 1;
        expect(holders).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        holders -= 1;
        await ownership.release();
        turn += 1;
        turns += 1;
      }
    };
    await Promise.all(Array.from({ length: 6 }, contend));
    expect(turns).toBe(18);
    expect(readdirSync(home)).toHaveLength(1);
  });
});
