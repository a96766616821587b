import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { shared } from './shared';

/** A database of a test file's own. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Makes a database: a copy of the migrated template, or an empty one. */
export async function createDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const { databaseUrl } = shared();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const source = empty ? 'template0' : new URL(databaseUrl.replace('@/', '@localhost/')).pathname.slice(1);
  // Copied as files: the other way writes every page to the log as well.
  await administer(`create database ${name} template ${source} strategy file_copy`);
  return {
    url: databaseUrl.replace(/@\/[^?]+/, `@/${name}`),
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: shared().databaseUrl.replace(/@\/[^?]+/, '@/postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
