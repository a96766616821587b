// A process of its own that starts the embedded database, so that a test can kill it or run it as another user. It takes
// the options as JSON, tells what happens as lines of JSON on stdout, and stops the database when told so on stdin.
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from '../../../../src/database/embedded';

const tell = (event: string, fields: object = {}) => process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as EmbeddedPostgresOptions;
  const postgres = await startEmbeddedPostgres({ ...options, log: (message) => tell('log', { message }) });
  postgres.onExit((reason) => tell('exit', { reason }));
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<{ user: string }>('SELECT current_user AS user');
  await client.end();
  tell('ready', { url: postgres.url, dataDir: postgres.dataDir, user: rows[0]?.user });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'stop') break;
  }
  await postgres.stop();
  tell('stopped');
  process.stdin.destroy();
}

main().catch((error: Error) => {
  tell('failed', { name: error.name, message: error.message });
  process.stdin.destroy();
});
