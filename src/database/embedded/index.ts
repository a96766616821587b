import { findBinaries } from './binaries';
import { ensureCluster } from './cluster';
import { connectionString, ensureDatabase } from './connection';
import { removeTree } from './directories';
import { createEphemeralHome } from './ephemeral';
import { errorMessage, fileError } from './errors';
import { clusterDirectory, findLocation, type Location } from './location';
import { takeOwnership } from './ownership';
import { endStrayProcesses, settlePreviousServer } from './previous-server';
import { startServer } from './server';
import { checkSettings, composeSettings } from './settings';
import { createSocketDirectory } from './socket-directory';

export { DatabaseInUseError, EmbeddedPostgresError } from './errors';
export { prepareDataDir } from './location';
export { findRunningPostgres } from './running';

/** How to start the embedded database. */
export interface EmbeddedPostgresOptions {
  /** The product's DATA_DIR; the database gets a directory of its own below it. */
  dataDir: string;
  /** For tests: a new and fast database that is not safe against crashes and leaves nothing behind. */
  ephemeral?: boolean;
  /** Settings of the server, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** Gets what an operator may want to know, a line at a time. */
  log?: (message: string) => void;
}

/** A PostgreSQL server of our own. */
export interface EmbeddedPostgres {
  /** The connection string of the product's database. */
  readonly url: string;
  /** The directory that everything of this database is in. */
  readonly dataDir: string;
  /** Calls the listener when the server ends although nobody called `stop`. It may be started again from there. */
  onExit(listener: (reason: string) => void): void;
  /** Shuts the server down; calling it again is harmless. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server below DATA_DIR that only this process and its user can reach, over a unix socket, and that
 * ends with this process, however that ends. Fails with an `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, ephemeral = false, settings, log = () => undefined } = options;
  const undo: (() => Promise<void>)[] = [];
  const cleanUp = async () => {
    for (const step of undo.splice(0).reverse())
      await step().catch((error) => log(`cleaning up: ${errorMessage(error)}`));
  };
  try {
    checkSettings(settings);
    const location = await claimHome(dataDir, ephemeral, undo, log);
    const { home, user } = location;
    const cluster = clusterDirectory(home);
    const binaries = await findBinaries(user, log);
    if (!ephemeral) await settlePreviousServer(user, home, cluster, log);
    await ensureCluster(location, binaries, ephemeral);
    const socket = await createSocketDirectory(home, user);
    if (socket.temporary) undo.push(() => removeTree(user, socket.path));

    const server = await startServer({
      user,
      binaries,
      cluster,
      settings: composeSettings(socket.path, ephemeral, settings),
      lastWill: {
        signal: ephemeral ? 'QUIT' : 'INT',
        remove: [...(ephemeral ? [home] : []), ...(socket.temporary ? [socket.path] : [])],
      },
      log,
    });
    if (ephemeral) undo.push(() => endStrayProcesses(user, cluster, log));
    undo.push(() => server.stop());
    await ensureDatabase(socket.path);
    return supervise(connectionString(socket.path), home, server.ended, cleanUp);
  } catch (error) {
    await cleanUp();
    throw fileError('start the embedded database', error);
  }
}

async function claimHome(
  dataDir: string,
  ephemeral: boolean,
  undo: (() => Promise<void>)[],
  log: (message: string) => void,
): Promise<Location> {
  if (ephemeral) {
    const location = await createEphemeralHome(dataDir);
    undo.push(location.remove);
    return location;
  }
  const location = await findLocation(dataDir, log);
  const { release } = await takeOwnership(location.home);
  undo.push(release);
  return location;
}

function supervise(
  url: string,
  dataDir: string,
  ended: Promise<string>,
  cleanUp: () => Promise<void>,
): EmbeddedPostgres {
  let cleaning: Promise<void> | undefined;
  const listeners: ((reason: string) => void)[] = [];
  let lost: string | undefined;
  const end = () => {
    cleaning ??= cleanUp();
    return cleaning;
  };
  void ended.then(async (reason) => {
    if (cleaning) return;
    await end();
    lost = `PostgreSQL ended unexpectedly (${reason})`;
    for (const listener of listeners.splice(0)) listener(lost);
  });
  return {
    url,
    dataDir,
    onExit: (listener) => {
      const reason = lost;
      if (reason === undefined) listeners.push(listener);
      else queueMicrotask(() => listener(reason));
    },
    stop: async () => {
      await end();
      listeners.length = 0;
    },
  };
}
