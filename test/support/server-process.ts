import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { shared } from './shared';

/** The built server as a process of its own, which a test may kill. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** Ends it without a chance to say goodbye. */
  kill(): Promise<void>;
  /** Asks it to stop, as an operator would. @returns its exit code */
  terminate(): Promise<number | null>;
}

/** Starts `dist/main.js` on a database; the build is `npm run build`, which `npm test` runs first. */
export async function startServerProcess(
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const root = path.join(__dirname, '../..');
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-data-'));
  const { simulatorUrl, speed } = shared();
  const child = spawn(process.execPath, [path.join(root, 'dist/main.js')], {
    cwd: root,
    env: {
      NODE_ENV: 'test',
      PORT: '0',
      // A socket directory may stand beside a host, and a URL without a host is none.
      DATABASE_URL: databaseUrl.replace('@/', '@localhost/'),
      DATABASE_POOL_SIZE: '8',
      DATA_DIR: dataDir,
      SIMULATOR_URL: simulatorUrl,
      SIMULATOR_SPEED: String(speed),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const url = await Promise.race([
    listeningUrl(child.stdout),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with code ${code}`))),
  ]);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const [code] = await ended;
    rmSync(dataDir, { recursive: true, force: true });
    return code;
  };
  return { url, pid: child.pid ?? 0, kill: async () => void (await end('SIGKILL')), terminate: () => end('SIGTERM') };
}

function listeningUrl(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      const found = /"url":"([^"]+)".*"msg":"listening"/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
  });
}
