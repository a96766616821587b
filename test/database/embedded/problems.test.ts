import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../../../src/database/embedded';
import { isRoot, Scratch } from './support/harness';

jest.setTimeout(120_000);

const scratch = new Scratch();
afterAll(() => scratch.cleanUp());

/** The message of a start that fails: a line for people. */
async function failure(dataDir: string, settings?: Record<string, string>): Promise<string> {
  const error = await startEmbeddedPostgres({ dataDir, settings }).then(
    (postgres) => postgres.stop(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  const { message } = error as Error;
  expect(message).not.toContain('\n');
  return message;
}

describe('a clear error', () => {
  it('for a file in the place of DATA_DIR', async () => {
    const dataDir = scratch.name();
    writeFileSync(dataDir, '');
    expect(await failure(dataDir)).toContain(`cannot use ${dataDir} as DATA_DIR: a file is in its place`);
    expect(await failure(join(dataDir, 'below'))).toContain('something on the way to it is a file');
  });

  it('for a DATA_DIR where no directory can be made', async () => {
    for (const dataDir of ['/proc/call-manager', '/proc/call-manager/data']) {
      expect(await failure(dataDir)).toContain('no directory can be made there; set another DATA_DIR');
    }
  });

  (isRoot ? it.skip : it)('for a DATA_DIR that may not be written to (as a normal user)', async () => {
    const dataDir = scratch.name();
    mkdirSync(dataDir, { mode: 0o500 });
    expect(await failure(dataDir)).toContain(`cannot use ${dataDir} as DATA_DIR: permission denied`);
    expect(await failure(join(dataDir, 'below'))).toContain('permission denied');
  });

  it('for data of another major version', async () => {
    const dataDir = scratch.name();
    await (await startEmbeddedPostgres({ dataDir })).stop();
    const version = join(dataDir, 'postgres/data/PG_VERSION');
    writeFileSync(version, '12\n');
    expect(await failure(dataDir)).toMatch(/was made by PostgreSQL 12, and this is PostgreSQL \d+: copy the data over/);
    rmSync(version);
    expect(await failure(dataDir)).toContain('is not a PostgreSQL data directory');
  });

  it('for a home that others can write to', async () => {
    const dataDir = scratch.name();
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    chmodSync(join(dataDir, 'postgres'), 0o777);
    expect(await failure(dataDir)).toContain('can be written to by others (chmod go-w');
  });

  it("with PostgreSQL's own words when it does not start", async () => {
    const dataDir = scratch.name();
    expect(await failure(dataDir, { shared_buffers: 'plenty' })).toMatch(
      /did not start on .* \(exit code 1: FATAL: invalid value for parameter "shared_buffers": "plenty"\)/,
    );
    expect(readdirSync(join(dataDir, 'postgres'))).toContain('owner.1.free');
    await (await startEmbeddedPostgres({ dataDir })).stop();
  });

  it('for settings that the connection depends upon', async () => {
    expect(await failure(scratch.name(), { port: '1' })).toContain('the setting port');
    expect(await failure(scratch.name(), { 'no such': '1' })).toContain('is no name of a setting');
  });
});
