import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { shared } from './shared';
import { spawnServer } from './spawn-server';

/** The built server as a process of its own, which a test may kill. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** Ends it without a chance to say goodbye. */
  kill(): Promise<void>;
  /** Asks it to stop, as an operator would. @returns its exit code */
  terminate(): Promise<number | null>;
}

/** Starts `dist/main.js` on a database; the build is `npm run build`, which `npm test` runs first. `onLine` gets its log. */
export async function startServerProcess(
  databaseUrl: string,
  environment: Record<string, string> = {},
  onLine?: (line: string) => void,
): Promise<ServerProcess> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-data-'));
  const { simulatorUrl, speed } = shared();
  const variables = {
    NODE_ENV: 'test',
    PORT: '0',
    // A socket directory may stand beside a host, and a URL without a host is none.
    DATABASE_URL: databaseUrl.replace('@/', '@localhost/'),
    DATABASE_POOL_SIZE: '8',
    DATA_DIR: dataDir,
    SIMULATOR_URL: simulatorUrl,
    SIMULATOR_SPEED: String(speed),
    ...environment,
  };
  const { child, listening, ended } = spawnServer(path.join(__dirname, '../../dist/main.js'), variables, onLine);
  const url = await listening;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    const { code } = await ended;
    rmSync(dataDir, { recursive: true, force: true });
    return code;
  };
  return { url, pid: child.pid ?? 0, kill: async () => void (await end('SIGKILL')), terminate: () => end('SIGTERM') };
}
