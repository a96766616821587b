import { readdir, readFile, rename, rmdir } from 'node:fs/promises';
import type { Binaries } from './binaries';
import { lookAt, makeUniqueDirectory, removeTree, syncDirectory } from './directories';
import { describeOutput, EmbeddedPostgresError, errorCode, fileError, USE_ANOTHER_SERVER } from './errors';
import { clusterDirectory, type Location } from './location';
import { collectOutput } from './output';
import { spawnSupervised } from './supervisor';

const DRAFT = 'data.draft-';

/** Makes sure that a home which we own contains a cluster that these binaries can serve. */
export async function ensureCluster(location: Location, binaries: Binaries, ephemeral: boolean): Promise<void> {
  const { home, user } = location;
  const cluster = clusterDirectory(home);
  try {
    for (const name of await readdir(home)) {
      if (name.startsWith(DRAFT)) await removeTree(user, `${home}/${name}`);
    }
    if ((await lookAt(cluster)) && !(await removeIfEmpty(cluster))) {
      await assertVersion(cluster, binaries.major);
    } else {
      await createCluster(location, binaries, ephemeral);
    }
  } catch (error) {
    throw fileError(`prepare the database in ${home}`, error);
  }
}

async function removeIfEmpty(cluster: string): Promise<boolean> {
  return await rmdir(cluster).then(
    () => true,
    () => false,
  );
}

async function assertVersion(cluster: string, major: string): Promise<void> {
  const version = (await readFile(`${cluster}/PG_VERSION`, 'utf8').catch(asMissing)).trim();
  if (version === major) return;
  throw new EmbeddedPostgresError(
    version === ''
      ? `${cluster} is not a PostgreSQL data directory (it has no PG_VERSION); move it away or set another DATA_DIR`
      : `${cluster} was made by PostgreSQL ${version}, and this is PostgreSQL ${major}: copy the data over with ` +
          `pg_dump of version ${version}, set another DATA_DIR, or ${USE_ANOTHER_SERVER}`,
  );
}

function asMissing(error: unknown): string {
  if (errorCode(error) === 'ENOENT') return '';
  throw error;
}

/** Initializes beside the final place and moves the result there: what has the final name is complete. */
async function createCluster({ home, user }: Location, binaries: Binaries, ephemeral: boolean): Promise<void> {
  const draft = await makeUniqueDirectory(`${home}/${DRAFT}`, user);
  const args = [
    `--pgdata=${draft}`,
    '--username=postgres',
    // Safe because nobody else can enter the socket's directory, and there is no other way in.
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
    ...(ephemeral ? ['--no-sync'] : []),
  ];
  const initdb = spawnSupervised(user, binaries.initdb, args, { signal: 'KILL', remove: [draft] });
  const output = collectOutput(initdb.stderr);
  const { reason, failure } = await initdb.ended;
  await output.drain();
  if (failure || reason !== 'exit code 0') {
    await removeTree(user, draft);
    throw (
      failure ??
      new EmbeddedPostgresError(
        `the database in ${home} could not be created: ${describeOutput(output.tail() || reason)}`,
      )
    );
  }
  await rename(draft, clusterDirectory(home));
  if (!ephemeral) await syncDirectory(home);
}
