import { randomInt } from 'node:crypto';
import type { Client, Pool } from 'pg';
import type { Logger } from 'pino';
import { ADVISORY_LOCKS } from './advisory-locks';
import { KeptConnection } from './kept-connection';

/**
 * Selects the ids of the servers that are there: each holds an advisory lock of its id, which goes with its session, and so with
 * its process.
 */
export const SERVERS_PRESENT = `select l.objid::int8 from pg_locks l
  where l.locktype = 'advisory' and l.classid = ${ADVISORY_LOCKS.servers} and l.objsubid = 2 and l.granted
    and l.database = (select d.oid from pg_database d where d.datname = current_database())`;

/** A machine that vanished says no goodbye: its session is given up after some 15 seconds. Sockets of one machine ignore this. */
const KEEP_ALIVE = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 2';

/** Tells the servers of a database that this one is there, from the start to the death of its process. */
export class Presence {
  /** Names this server in rows that it has in hand. */
  readonly id = randomInt(1, 2 ** 31);
  private readonly connection: KeptConnection;

  constructor(pool: Pool, log: Logger) {
    this.connection = new KeptConnection(pool, {
      begin: (client) => this.hold(client),
      onLost: (error) => log.debug({ error }, 'other servers take this one for dead until it is back at the database'),
    });
  }

  /** Resolves when the others know, or could not be told yet. */
  begin(): Promise<void> {
    return this.connection.open();
  }

  end(): Promise<void> {
    return this.connection.close();
  }

  private async hold(client: Client): Promise<void> {
    await client.query(KEEP_ALIVE);
    await client.query('select pg_advisory_lock($1::int, $2::int)', [ADVISORY_LOCKS.servers, this.id]);
  }
}
