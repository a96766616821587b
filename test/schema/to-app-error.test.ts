import { Client } from 'pg';
import { toAppError } from '../../src/schema/to-app-error';
import { createDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase({ empty: true });
});
afterAll(() => database.drop());

/** A connection that was in use when it broke, and is used again. */
test('a database connection that cannot be used any more means that the service is away, not that it is at fault', async () => {
  const [client, other] = [1, 2].map(() => new Client({ connectionString: database.url })) as [Client, Client];
  client.on('error', () => undefined);
  await Promise.all([client.connect(), other.connect()]);
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() "pid"');
  const ended = new Promise((resolve) => client.once('end', resolve));
  await other.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  const error = await client.query('select 1').then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toContain('is not queryable');
  expect(toAppError(error)).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
  await other.end();
});
