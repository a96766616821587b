import { Client } from 'pg';
import { EmbeddedPostgresError, errorMessage } from './errors';

/** The product's database in the embedded server. */
const DATABASE = 'call_manager';

/**
 * A connection string for a server that listens on a socket in the given directory. Port and SSL are in it because `pg`
 * takes what is not from PGPORT and PGSSLMODE, which people have set for other servers.
 */
export function connectionString(socketDirectory: string, database = DATABASE): string {
  const host = socketDirectory.split('/').map(encodeURIComponent).join('/');
  return `postgresql://postgres@/${database}?host=${host}&port=5432&sslmode=disable`;
}

/** Creates the product's database unless it is there already. */
export async function ensureDatabase(socketDirectory: string): Promise<void> {
  const client = new Client({
    connectionString: connectionString(socketDirectory, 'postgres'),
    connectionTimeoutMillis: 30_000,
  });
  // Told by the query that fails as well; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (cause) {
    throw new EmbeddedPostgresError(`the embedded database started but could not be set up: ${errorMessage(cause)}`, {
      cause,
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}
