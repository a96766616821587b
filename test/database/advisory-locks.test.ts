import { Client } from 'pg';
import { ADVISORY_LOCKS } from '../../src/database/advisory-locks';
import { createDatabase } from '../support/database';
import { startTestServer } from '../support/server';
import { readSources } from '../support/sources';

test('every advisory lock has a number of its own, in one place', () => {
  const numbers = Object.values(ADVISORY_LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
  const elsewhere = readSources().filter(({ text }) => /\b727_?306_?\d{3}\b/.test(text));
  expect(elsewhere.map(({ name }) => name)).toEqual(['database/advisory-locks.ts']);
});

test('a server starts while another one verifies a large ledger', async () => {
  const database = await createDatabase();
  const other = new Client({ connectionString: database.url });
  try {
    await other.connect();
    await other.query('begin; select pg_advisory_xact_lock($1)'.replace('$1', String(ADVISORY_LOCKS.ledger)));
    const server = await startTestServer({ databaseUrl: database.url });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server.stop();
  } finally {
    await other.end();
    await database.drop();
  }
});
