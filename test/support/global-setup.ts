import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded';
import { migrate } from '../../src/database/migrate';
import { startSimulator } from '../../src/simulator';
import type { Shared } from './shared';

/** How much faster than life the simulated carrier's time runs in tests. */
const SPEED = 100;

/** One PostgreSQL with a migrated template, and one carrier, for all test files. */
export default async function globalSetup(): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-'));
  const settings = { max_connections: '400' };
  const postgres = await startEmbeddedPostgres({ dataDir, ephemeral: true, settings });
  await migrate(postgres.url);
  const simulator = await startSimulator({ speed: SPEED });
  const shared: Shared = { databaseUrl: postgres.url, simulatorUrl: simulator.url, speed: SPEED };
  process.env.TEST_SHARED = JSON.stringify(shared);
  Object.assign(globalThis, {
    stopShared: async () => {
      await simulator.close();
      await postgres.stop();
    },
  });
}
