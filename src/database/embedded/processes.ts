import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ServerUser } from './identity';
import { runScript } from './run';

const execute = promisify(execFile);

/**
 * Tells when a running process was started, as an opaque text: together with the id it names one process for good,
 * while ids are used again. Undefined when no such process runs; one that has ended but was not waited for does not.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return await processStartFromPs(pid);
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may itself contain spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return state === 'Z' || state === 'X' ? undefined : `${await ourWorld()}/${started}`;
  } catch {
    return undefined;
  }
}

/** Whether what `processStart` once said was said in another container of this machine: its ids mean nothing here. */
export async function isFromElsewhere(start: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const [world, here] = [start.slice(0, start.lastIndexOf('/')), await ourWorld()];
  return world !== here && world.split('/')[0] === here.split('/')[0];
}

/** This run of the machine, and the part of it whose processes we see. */
async function ourWorld(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()}/${await readlink('/proc/self/ns/pid')}`;
}

async function processStartFromPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await execute('ps', ['-o', 'state=,lstart=', '-p', String(pid)]);
    return stdout.startsWith('Z') ? undefined : stdout.trim().split(/\s+/).slice(1).join(' ') || undefined;
  } catch {
    return undefined;
  }
}

/** The name of a running process's program, or undefined. */
export async function processName(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
    const { stdout } = await execute('ps', ['-o', 'comm=', '-p', String(pid)]);
    return stdout.trim().split('/').pop();
  } catch {
    return undefined;
  }
}

// Looks as the database's user, since root without CAP_SYS_PTRACE, as in a container, may not follow these links.
const LIST_PROCESSES_IN = `
cd -- "$1" || exit 1
for process in /proc/[0-9]*; do
  [ "$process/cwd" -ef . ] && echo "\${process##*/}"
done
echo "self $$"
`;

/**
 * The PostgreSQL processes at work on a cluster: each has the cluster's directory as its working directory. Undefined
 * where that cannot be found out (no /proc).
 */
export async function serverProcesses(user: ServerUser, cluster: string): Promise<number[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { stdout } = await runScript(user, LIST_PROCESSES_IN, cluster);
  const lines = stdout.trim().split('\n');
  const self = lines.pop()?.replace('self ', '');
  // The shell stands in the directory itself: a list without it cannot be relied upon.
  if (!self || !lines.includes(self)) return undefined;
  const pids: number[] = [];
  for (const pid of lines.filter((line) => line !== self).map(Number)) {
    if ((await processName(pid)) === 'postgres' && (await processStart(pid))) pids.push(pid);
  }
  return pids;
}
