import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { restClient } from '../support/client';
import { createDatabase } from '../support/database';
import { startTestServer } from '../support/server';
import { until } from '../support/until';

jest.setTimeout(90_000);

const root = path.join(__dirname, '../..');
let dataDir: string;
let server: Launched | undefined;

interface Launched {
  process: ChildProcess;
  errors: () => string;
  ended: Promise<unknown[]>;
}

beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-'));
  // A directory that only root may enter would send the database elsewhere, and it must go away with the test.
  chmodSync(dataDir, 0o755);
});
afterEach(async () => {
  server?.process.kill('SIGTERM');
  await server?.ended;
  server = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

/** The server as `npm start` runs it, with nothing configured but where it keeps its data. */
function launch(): Launched {
  const child = spawn(process.execPath, [path.join(root, 'dist/main.js')], {
    cwd: root,
    env: { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', SIMULATOR_SPEED: '200' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return { process: child, errors: () => errors, ended: once(child, 'exit') };
}

function demo(): { url: string; apiKey: string; agentId: string } {
  return JSON.parse(readFileSync(path.join(dataDir, 'demo.json'), 'utf8'));
}

async function start(): Promise<Launched> {
  const launched = launch();
  await until(
    async () => {
      if (launched.process.exitCode !== null) throw new Error(launched.errors());
      return isReady();
    },
    'the server to be ready',
    30,
  );
  return launched;
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`${demo().url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Places a call and waits for its end. */
async function placeCall(): Promise<{ id: string; status: string }> {
  const { url, apiKey, agentId } = demo();
  const rest = restClient(url, apiKey);
  const { body } = await rest.post('/calls', { toNumber: '+1234567890', agentId });
  const call = await rest.untilEnded(body.data.call.id);
  expect(call.status).toBe('COMPLETED');
  return call;
}

function postmasterPid(): number {
  return Number(readFileSync(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
}

test('data and key are kept when the server is killed and started again', async () => {
  server = await start();
  const call = await placeCall();
  const { apiKey } = demo();
  server.process.kill('SIGKILL');
  await server.ended;
  server = await start();
  expect(demo().apiKey).toBe(apiKey);
  const { body } = await restClient(demo().url, apiKey).get(`/calls/${call.id}`);
  expect(body.data.call).toEqual(call);
});

test('the database is brought back when it is killed, and the server goes on', async () => {
  server = await start();
  await placeCall();
  const killed = postmasterPid();
  process.kill(killed, 'SIGKILL');
  await until(async () => !(await isReady()) || postmasterPidOrNull() !== killed, 'the database to be gone');
  await until(isReady, 'the server to be ready again', 20);
  await placeCall();
  expect(server.process.exitCode).toBeNull();
});

test('a second server on the same data directory says who has it, and does the first no harm', async () => {
  server = await start();
  const second = launch();
  const [code] = await second.ended;
  expect(code).toBe(1);
  expect(second.errors()).toContain(String(server.process.pid));
  expect(second.errors()).toMatch(/DATA_DIR|DATABASE_URL/);
  await placeCall();
});

function postmasterPidOrNull(): number | null {
  try {
    return postmasterPid();
  } catch {
    return null;
  }
}

test('a server with a database of its own tells in one line that DATA_DIR cannot be made', async () => {
  const database = await createDatabase();
  const started = startTestServer({ databaseUrl: database.url, environment: { DATA_DIR: '/proc/call-manager' } });
  await expect(started).rejects.toThrow(/^cannot create \/proc\/call-manager: no directory can be made there/);
  await database.drop();
});
