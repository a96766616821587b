import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '../../../src/database/migrate';
import type { Parties } from '../conduct';
import type { StormOptions } from '../options';
import { SERVERS, type ServerName } from '../plan';
import { Carrier, SPEED } from './carrier';
import { Database } from './database';
import { layNetwork, type Network } from './network';
import { Server } from './server';

/** Everybody but the clients. */
export interface AllParties extends Parties {
  carrier: Carrier;
}

/** A ledger that is broken for a moment only is seen too, if it is looked at so often. */
const LEDGER_CHECK_SECONDS = 5;
const POOL_SIZE = 10;

/** Starts everybody. What undoes each goes to `stops`, so that it is not lost when a later one cannot be started. */
export async function gather(
  { server: entry = 'dist/main.js', logs, beforehand = [], expected }: StormOptions,
  stops: Array<() => unknown>,
  signal: AbortSignal,
): Promise<AllParties> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-storm-'));
  stops.push(() => rmSync(scratch, { recursive: true, force: true }));
  // The database of a root user runs as another one.
  chmodSync(scratch, 0o755);
  const database = await Database.start(scratch);
  stops.push(() => database.stop());
  await migrate(database.url);
  await database.tell(beforehand);
  const carrier = await Carrier.start('dist/simulator/main.js');
  stops.push(() => carrier.stop());

  const servers = {} as Record<ServerName, Server>;
  const network = await layNetwork({
    server: (name) => servers[name]?.url ?? null,
    database: () => database.socket,
    carrier: () => carrier.url,
  });
  stops.push(() => Promise.all(Object.values(network).map((proxy) => proxy.close())));
  for (const name of SERVERS) {
    const environment = { ...environmentOf(name, network), DATA_DIR: path.join(scratch, `server-${name}`) };
    const server = new Server(name, { entry: path.resolve(entry), environment, onLine: logTo(logs, name) });
    servers[name] = server;
    // How one stops that is known to be broken is nothing to look at.
    stops.push(() => server.stop(expected ? 'SIGKILL' : 'SIGTERM'));
  }
  await Promise.all(Object.values(servers).map((server) => server.up(signal)));
  return { database, carrier, network, servers };
}

function environmentOf(name: ServerName, network: Network): Record<string, string> {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: network['carrier to servers'].url,
    DATABASE_URL: `postgresql://postgres@127.0.0.1:${network[`${name} to database`].port}/call_manager?sslmode=disable`,
    DATABASE_POOL_SIZE: String(POOL_SIZE),
    SIMULATOR_URL: network[`${name} to carrier`].url,
    SIMULATOR_SPEED: String(SPEED),
    LEDGER_CHECK_SECONDS: String(LEDGER_CHECK_SECONDS),
    SHUTDOWN_SECONDS: '10',
  };
}

function logTo(directory: string | undefined, name: ServerName): (line: string) => void {
  if (directory === undefined) return () => undefined;
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `server-${name}.log`);
  writeFileSync(file, '');
  let written: Promise<unknown> = Promise.resolve();
  return (line) => {
    written = written.then(() => appendFile(file, `${line}\n`));
  };
}
