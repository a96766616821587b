import { Client, type ClientConfig, type Pool } from 'pg';
import { DataSource } from 'typeorm';
import { entities, migrations } from '../entities';
import type { Lines } from './lines';
import { PostgresNaming } from './naming';
import { TYPES } from './timestamps';

/** Settings of the one pool that TypeORM and our own SQL share. */
export interface DatabaseOptions {
  /** PostgreSQL connection string; a socket directory may stand in `?host=`. */
  url: string;
  /** Connections at most. */
  poolSize?: number;
  /** Called when an idle connection breaks. */
  onError?: (error: Error) => void;
  /** Makes the sockets. */
  lines?: Lines;
  /** For migrations, which may take their time. */
  patient?: boolean;
}

/** Who gets no connection for so long, in milliseconds, fails: the database is away, or has too much to do. */
const CONNECTION_TIMEOUT_MS = 5000;
/** A statement that takes longer is cancelled by the database, in milliseconds. */
const STATEMENT_TIMEOUT_MS = 15_000;
/**
 * A statement that has no answer for so long, in milliseconds, fails and its connection is given up: a database that is
 * frozen or cut off cancels nothing and says nothing.
 */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5000;
/** A row that somebody else holds is not waited for any longer, in milliseconds: nobody holds one that long on purpose. */
const LOCK_TIMEOUT_MS = 3000;
/**
 * A migration waits for a lock no longer than this at a time, in milliseconds: whoever wants the table meanwhile waits behind it,
 * and a backup, or a look at the ledger, reads tables for long.
 */
const MIGRATION_LOCK_TIMEOUT_MS = 500;
/**
 * A transaction that is given nothing to do for so long, in milliseconds, is rolled back by the database: its server was cut
 * off, and nobody but the network's time-outs, of hours, would give its locks back.
 */
const IDLE_TRANSACTION_TIMEOUT_MS = 5000;

/** The data source that the server, the TypeORM command line and the tests use. Tables change by migration only. */
export function createDataSource({ url, poolSize = 20, onError, lines, patient = false }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    entities,
    migrations,
    migrationsTableName: 'migrations',
    namingStrategy: new PostgresNaming(),
    synchronize: false,
    // Not standard output, where a program may have an answer: what fails is thrown and told by whoever asked.
    logger: 'debug',
    poolSize,
    poolErrorHandler: onError ?? (() => undefined),
    extra: {
      connectionString: url,
      application_name: 'call-manager',
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
      ...(lines && { stream: lines.open }),
      Client: GuardedClient,
      // A statement may be sent before the one before it is answered.
      pipeline: true,
      types: TYPES,
      ...(patient
        ? { lock_timeout: MIGRATION_LOCK_TIMEOUT_MS }
        : {
            statement_timeout: STATEMENT_TIMEOUT_MS,
            query_timeout: ANSWER_TIMEOUT_MS,
            lock_timeout: LOCK_TIMEOUT_MS,
            idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
          }),
    },
  });
}

/**
 * The pool hands a connection over a moment before whoever gets it can listen to it. If it breaks in that moment, nobody is told,
 * and an event without a listener would end the process; the first statement fails all the same.
 */
class GuardedClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** The pg pool below an initialized data source. TypeORM types its driver no closer than this. */
export function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
