import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';

/** A process that the benchmark started. */
export interface Process {
  child: ChildProcess;
  pid: number;
  url: string;
  stop(): Promise<void>;
}

const START_MS = 30_000;

/** What `npm start` tells Node, for whoever is measured. */
export const SERVER_OPTIONS = ['--max-semi-space-size=32', '--no-concurrent-marking'];

/** How a module is started. */
export interface StartOptions {
  args?: string[];
  env?: Record<string, string>;
  execArgv?: string[];
  /** What becomes of its complaints; ours unless told. */
  errors?: 'inherit' | 'ignore';
}

/** Starts a module of Node's that tells its parent where it listens. It ends with us, however that is. */
export async function start(
  file: string,
  { args = [], env = {}, execArgv = [], errors = 'inherit' }: StartOptions = {},
): Promise<Process> {
  const started = spawnProcess(file, args, env, execArgv, errors);
  const [message] = (await within(once(started.child, 'message'), started)) as [{ url: string }];
  started.url = message.url;
  return started;
}

/** Starts the product as it is run, and waits until it is ready. */
export async function startProduct(
  file: string,
  env: Record<string, string>,
  execArgv: string[] = [],
): Promise<Process> {
  const port = await freePort();
  const started = spawnProcess(file, [], { ...env, PORT: String(port) }, [...SERVER_OPTIONS, ...execArgv]);
  started.url = `http://127.0.0.1:${port}`;
  await within(ready(started), started);
  return started;
}

function spawnProcess(
  file: string,
  args: string[],
  env: Record<string, string>,
  options: string[] = [],
  errors: 'inherit' | 'ignore' = 'inherit',
): Process {
  const execArgv = ['--enable-source-maps', ...options];
  // Logs are written as in production; nobody reads them here.
  const child = fork(file, args, { env, execArgv, stdio: ['ignore', 'ignore', errors, 'ipc'] });
  const ended = once(child, 'exit');
  return {
    child,
    pid: child.pid ?? 0,
    url: '',
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

async function within<T>(work: Promise<T>, { child }: Process): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${child.spawnfile} did not start`)), START_MS);
    child.once('exit', (code) => reject(new Error(`a process ended with code ${code} while it started`)));
  });
  failed.catch(() => undefined);
  return Promise.race([work, failed]).finally(() => clearTimeout(timer));
}

async function ready({ child, url }: Process): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Of Linux: the unit of the times in /proc, in microseconds. */
const TICK = 10_000;

/** Microseconds of CPU that a process has used. proc(5), fields 14 and 15 of /proc/pid/stat. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}
