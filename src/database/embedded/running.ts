import { readFile } from 'node:fs/promises';
import { connectionString } from './connection';
import { assertTrusted, lookAt } from './directories';
import { errorCode, fileError } from './errors';
import { ownUid } from './identity';
import { clusterDirectory, possibleHomes } from './location';
import { answers, SOCKET_NAME } from './socket';

/**
 * The connection string of the database that another process is running for this DATA_DIR; null when none is. Whoever
 * may read the cluster's files may connect: root, and the user that runs it.
 */
export async function findRunningPostgres(dataDir: string): Promise<string | null> {
  for (const home of await possibleHomes(dataDir)) {
    if (!(await lookAt(home))) continue;
    await assertTrusted(home, ownUid());
    const directory = await readSocketDirectory(clusterDirectory(home));
    if (directory && (await answers(`${directory}/${SOCKET_NAME}`))) return connectionString(directory);
  }
  return null;
}

/** The fifth line of postmaster.pid. PostgreSQL, pidfile.h. */
async function readSocketDirectory(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(`${cluster}/postmaster.pid`, 'utf8')).split('\n')[4]?.trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`read ${cluster}/postmaster.pid`, error);
  }
}
