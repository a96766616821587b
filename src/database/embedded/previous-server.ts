import { readFile, unlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { lookAt } from './directories';
import { EmbeddedPostgresError, errorCode, fileError, USE_ANOTHER_SERVER } from './errors';
import type { ServerUser } from './identity';
import { processName, processStart, serverProcesses } from './processes';
import { answers, socketIn } from './socket';

/** How long a server whose owner has died may take to shut down. */
const SHUTDOWN_MS = 20_000;

/** How long processes whose main process was killed get to notice that themselves. */
const NOTICE_MS = 1_500;

/** The id in a cluster's postmaster.pid, and whether the file says that the server accepts connections. */
export async function readPostmasterFile(cluster: string): Promise<{ pid: number; ready: boolean } | undefined> {
  try {
    const lines = (await readFile(`${cluster}/postmaster.pid`, 'utf8')).split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`read ${cluster}/postmaster.pid`, error);
  }
}

/**
 * Makes sure that no server of an earlier run is at work in a home that we own: waits for one that is shutting down,
 * ends processes that a killed one left behind, and removes files that would keep the next one from starting.
 */
export async function settlePreviousServer(
  user: ServerUser,
  home: string,
  cluster: string,
  log: (message: string) => void,
): Promise<void> {
  if (await lookAt(cluster)) {
    await waitForPostmaster(user, cluster, log);
    await endStrayProcesses(user, cluster, log);
    await removeStalePidFile(user, cluster);
  }
  await removeStaleSocket(home);
}

async function waitForPostmaster(user: ServerUser, cluster: string, log: (message: string) => void): Promise<void> {
  const giveUp = Date.now() + SHUTDOWN_MS;
  let told = false;
  for (;;) {
    const pid = (await readPostmasterFile(cluster))?.pid;
    if (pid === undefined || !(await isAtWork(user, cluster, pid))) return;
    if (!told) log(`waiting for PostgreSQL (process ${pid}) of an earlier run to shut down`);
    told = true;
    if (Date.now() > giveUp) {
      throw new EmbeddedPostgresError(
        `PostgreSQL (process ${pid}) is still running in ${cluster} though the process that started it has gone; ` +
          `stop it (kill -INT ${pid}), set another DATA_DIR, or ${USE_ANOTHER_SERVER}`,
      );
    }
    await delay(100);
  }
}

async function isAtWork(user: ServerUser, cluster: string, pid: number): Promise<boolean> {
  const pids = await serverProcesses(user, cluster);
  if (pids) return pids.includes(pid);
  return (await processStart(pid)) !== undefined && (await processName(pid)) === 'postgres';
}

/**
 * Ends the processes of a server whose main process was killed. They usually notice by themselves, but one in the
 * middle of something may go on for a while, and PostgreSQL does not start before all have let go of its memory.
 */
export async function endStrayProcesses(
  user: ServerUser,
  cluster: string,
  log: (message: string) => void,
): Promise<void> {
  const started = Date.now();
  const told = new Set<number>();
  for (;;) {
    const pids = (await serverProcesses(user, cluster)) ?? [];
    if (pids.length === 0) return;
    const waited = Date.now() - started;
    if (waited > NOTICE_MS + 5_000) {
      throw new EmbeddedPostgresError(
        `processes of an earlier PostgreSQL in ${cluster} cannot be ended: ${pids.join(', ')}`,
      );
    }
    for (const pid of waited > NOTICE_MS ? pids.filter((each) => !told.has(each)) : []) {
      told.add(pid);
      log(`ending PostgreSQL process ${pid}, left behind by an earlier run`);
      end(pid);
    }
    await delay(50);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}

/**
 * PostgreSQL removes the file of a dead server itself, but believes it when its process id is in use again, by whatever
 * program, or belongs to a process that ended and was not waited for.
 */
async function removeStalePidFile(user: ServerUser, cluster: string): Promise<void> {
  const pid = (await readPostmasterFile(cluster))?.pid;
  if (pid === undefined || !isInUse(pid)) return;
  const pids = await serverProcesses(user, cluster);
  if (pids?.length === 0) await unlink(`${cluster}/postmaster.pid`);
}

function isInUse(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

async function removeStaleSocket(home: string): Promise<void> {
  const socket = socketIn(home);
  // Two containers that share a volume do not see each other's processes, but they do reach each other's sockets.
  if (await answers(socket)) {
    throw new EmbeddedPostgresError(
      `another PostgreSQL, perhaps in another container, is running in ${home}; stop it, set another DATA_DIR, or ` +
        USE_ANOTHER_SERVER,
    );
  }
  await unlink(socket).catch(() => undefined);
  await unlink(`${socket}.lock`).catch(() => undefined);
}
