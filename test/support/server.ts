import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Pool } from 'pg';
import { type Config, parseConfig } from '../../src/config';
import { createLogger } from '../../src/log';
import { type RunningServer, startServer } from '../../src/server';
import { createDatabase } from './database';
import { shared } from './shared';

/** The real server, on a database of its own and the shared carrier. */
export interface TestServer {
  url: string;
  databaseUrl: string;
  pool: Pool;
  running: RunningServer;
  /** Everything it logged, a line each. */
  logs: string[];
  stop(): Promise<void>;
}

/**
 * Starts the server as the process would. `environment` overrides variables, `config` what no variable sets; with
 * `databaseUrl` servers share one.
 */
export async function startTestServer(
  options: { databaseUrl?: string; environment?: Record<string, string>; config?: Partial<Config> } = {},
): Promise<TestServer> {
  const database = options.databaseUrl ? null : await createDatabase();
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-data-'));
  const { simulatorUrl, speed } = shared();
  const config = parseConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_POOL_SIZE: '8',
    DATA_DIR: dataDir,
    SIMULATOR_URL: simulatorUrl,
    SIMULATOR_SPEED: String(speed),
    SHUTDOWN_SECONDS: '5',
    ...options.environment,
  });
  const logs: string[] = [];
  const log = createLogger({ level: config.logLevel, destination: { write: (line) => logs.push(line) } });
  const running = await startServer({ ...config, ...options.config, databaseUrl }, log);
  return {
    url: running.url,
    databaseUrl,
    pool: running.application.domain.pool,
    running,
    logs,
    stop: async () => {
      await running.stop();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
