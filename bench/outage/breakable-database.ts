import { readFileSync } from 'node:fs';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded';
import { clusterDirectory } from '../../src/database/embedded/location';
import { startLine } from './line';

/** Ways in which a database goes away. */
export const FAULTS = ['stop', 'kill', 'freeze'] as const;
export type Fault = (typeof FAULTS)[number];

/** A PostgreSQL that can be taken away, and comes back. */
export interface BreakableDatabase {
  url: string;
  /** `stop`: in order; `kill`: SIGKILL to its main process; `freeze`: connections hang, old and new. */
  takeAway(fault: Fault): Promise<void>;
  bringBack(): Promise<void>;
  stop(): Promise<void>;
}

/** @param dataDir where it lives; it is not removed */
export async function startBreakableDatabase(dataDir: string): Promise<BreakableDatabase> {
  let postgres: EmbeddedPostgres | null = await startEmbeddedPostgres({ dataDir });
  const line = await startLine(postgres.url);
  const kill = async (running: EmbeddedPostgres) => {
    const ended = new Promise<unknown>((resolve) => running.onExit(resolve));
    process.kill(
      Number.parseInt(readFileSync(`${clusterDirectory(running.dataDir)}/postmaster.pid`, 'utf8'), 10),
      'SIGKILL',
    );
    await ended;
  };
  return {
    url: line.url,
    takeAway: async (fault) => {
      if (fault === 'freeze') return line.freeze(true);
      if (postgres) await (fault === 'stop' ? postgres.stop() : kill(postgres));
      postgres = null;
    },
    bringBack: async () => {
      line.freeze(false);
      postgres ??= await startEmbeddedPostgres({ dataDir });
    },
    stop: async () => {
      await line.close();
      await postgres?.stop();
    },
  };
}
