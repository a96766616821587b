import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from './clients/tally';
import type { Database } from './parties/database';
import type { Network } from './parties/network';
import type { Server } from './parties/server';
import { describe, type ServerName, type Step } from './plan';

/** Everybody to whom something can happen. */
export interface Parties {
  database: Database;
  servers: Readonly<Record<ServerName, Server>>;
  network: Network;
}

/** Has everything go wrong that was planned, when it was planned. Resolves when all of it is over and everybody is back. */
export async function conduct(
  steps: readonly Step[],
  parties: Parties,
  mishaps: Tally,
  signal: AbortSignal,
): Promise<void> {
  const start = performance.now();
  const under: Promise<unknown>[] = [];
  for (const step of steps) {
    await sleep(Math.max(0, start + step.atMs - performance.now()), undefined, { signal });
    mishaps.add(describe(step));
    under.push(happen(step, parties));
  }
  await Promise.all(under);
  for (const server of Object.values(parties.servers)) await server.up(signal);
}

async function happen(step: Step, { database, servers, network }: Parties): Promise<void> {
  switch (step.kind) {
    case 'kill':
      if (step.party === 'database') await database.kill(step.downMs);
      else servers[step.party].kill(step.downMs);
      break;
    case 'freeze':
      await servers[step.party].freeze(step.forMs);
      break;
    case 'fault':
      network[step.edge].begin(step.fault);
      await sleep(step.forMs);
      network[step.edge].heal();
  }
}
