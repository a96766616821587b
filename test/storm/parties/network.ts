import type { NetConnectOpts } from 'node:net';
import { EDGES, type Edge, type ServerName } from '../plan';
import { FaultyProxy } from './faulty-proxy';

/** Where the parties are at the moment. */
export interface Whereabouts {
  /** The URL of a server; null while it is away. */
  server(name: ServerName): string | null;
  /** The path of the database's socket. */
  database(): string;
  carrier(): string;
}

/** Every wire of the storm, each with a proxy on it. */
export type Network = Readonly<Record<Edge, FaultyProxy>>;

/** Lays the wires. */
export async function layNetwork({ server, database, carrier }: Whereabouts): Promise<Network> {
  const servers = (...names: ServerName[]) => names.flatMap((name) => tcp(server(name)));
  const ends: Record<Edge, () => readonly NetConnectOpts[]> = {
    'clients to a': () => servers('a'),
    'clients to b': () => servers('b'),
    'a to database': () => [{ path: database() }],
    'b to database': () => [{ path: database() }],
    'a to carrier': () => tcp(carrier()),
    'b to carrier': () => tcp(carrier()),
    // What a load balancer does: whoever answers is as good as the other.
    'carrier to servers': () => servers('a', 'b'),
  };
  const proxies = await Promise.all(EDGES.map(async (edge) => [edge, await FaultyProxy.listen(ends[edge])] as const));
  return Object.fromEntries(proxies) as Network;
}

function tcp(url: string | null): NetConnectOpts[] {
  return url === null ? [] : [{ host: '127.0.0.1', port: Number(new URL(url).port) }];
}
