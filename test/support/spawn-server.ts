import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a process ended: by itself with a code, or by a signal. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A server as a process of its own. It ends with us, however that is. */
export interface SpawnedServer {
  child: ChildProcess;
  /** Where it listens. Rejects when it ends before that. */
  listening: Promise<string>;
  ended: Promise<ProcessEnd>;
}

/**
 * Starts the built server.
 * @param entry its `main.js`
 * @param environment all of its environment
 * @param onLine gets what it writes, a line at a time; without it only errors are seen
 */
export function spawnServer(
  entry: string,
  environment: Record<string, string>,
  onLine: (line: string) => void = () => undefined,
  errors: 'inherit' | 'pipe' = 'inherit',
): SpawnedServer {
  const child = spawn(process.execPath, [entry], {
    env: environment,
    // It stops when the channel closes.
    stdio: ['ignore', 'pipe', errors, 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]): ProcessEnd => ({ code, signal }));
  const listening = new Promise<string>((resolve, reject) => {
    const read = (line: string) => {
      const found = /"url":"([^"]+)".*"msg":"listening"/.exec(line);
      if (found?.[1]) resolve(found[1]);
      onLine(line);
    };
    for (const output of [child.stdout, child.stderr]) {
      if (output) createInterface({ input: output }).on('line', read);
    }
    void ended.then(({ code }) => reject(new Error(`the server ended with code ${code}`)));
  });
  listening.catch(() => undefined);
  return { child, listening, ended };
}
