import { Pool } from 'pg';
import {
  type BreakableDatabase,
  FAULTS,
  type Fault,
  startBreakableDatabase,
} from '../../bench/outage/breakable-database';
import { Clients } from '../../bench/outage/clients';
import { findings } from '../../bench/outage/timeline';
import { migrate } from '../../src/database/migrate';
import { startSimulator } from '../../src/simulator';
import { contiguousTurns, timesSaid } from '../conversation/end-to-end/support/talk-checks';
import { openStream } from '../live/support/event-source';
import { restClient } from '../support/client';
import { openDataDir, removeDataDir } from '../support/data-dir';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { until } from '../support/until';

// A database and a server are started as processes of their own, on a machine that may have other things to do.
jest.setTimeout(90_000);

/** Slow enough to be in the middle of a talk throughout an outage. */
const SPEED = 10;
const QUESTIONS = ['Are you well?', 'Do you drink coffee?', 'Have you got a car?', 'Do you play chess?'];
const AGENT = {
  firstMessage: 'Hello, this is Mia. Is this a good moment?',
  prompt: `You are Mia.\n\nAsk:\n${QUESTIONS.map((question) => `- ${question}`).join('\n')}`,
  maxDurationSeconds: 1800,
};

let dataDir: string;
let database: BreakableDatabase;
let pool: Pool;
let server: ServerProcess;
let account: TestAccount;
let carrier: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  dataDir = openDataDir();
  database = await startBreakableDatabase(dataDir);
  await migrate(database.url);
  carrier = await startSimulator({ speed: SPEED });
  server = await startServerProcess(database.url, {
    SIMULATOR_URL: carrier.url,
    SIMULATOR_SPEED: String(SPEED),
    LOG_LEVEL: 'info',
  });
  pool = new Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined);
  account = await createTestAccount(pool, { credits: 1_000_000, concurrentCalls: 100_000, agent: AGENT });
});
afterAll(async () => {
  await pool?.end();
  await server?.kill();
  await carrier?.close();
  await database?.stop();
  removeDataDir(dataDir);
});

/** Has a talk begin, and resolves when two have spoken. */
async function talk(): Promise<string> {
  const { body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: randomPhoneNumber(),
    agentId: account.agentId,
  });
  const { id } = body.data.call;
  await until(async () => {
    const { rows } = await pool.query('select 1 from calls where id = $1 and turns >= 2', [id]);
    return rows.length === 1;
  }, 'a talk to begin');
  return id;
}

/** By when all must know, in milliseconds: a database that says nothing has to be waited for once. */
const KNOWN_MS: Record<Fault, number> = { stop: 4000, kill: 4000, freeze: 10_000 };
/** How long it goes on from there. */
const LONGER_MS = 1500;

test.each(FAULTS)('a database that goes away under load costs seconds and loses nothing: %s', async (fault) => {
  const talkId = await talk();
  const stream = await openStream(server.url, account.key, '/events');
  const clients = new Clients(server.url, account);
  await until(async () => clients.placed().length > 2, 'calls to be placed');
  const from = clients.now();
  await database.takeAway(fault);
  const refusals = () => clients.answers.filter(({ status }) => status === 503);
  /** When each kind of request was refused first. */
  const known = () =>
    new Map(
      refusals()
        .toReversed()
        .map(({ kind, at, ms }) => [kind, at + ms]),
    );
  await until(async () => known().size === 4, 'every kind of request to be refused', 15);
  const knownAt = Math.max(...known().values());
  expect(knownAt - from).toBeLessThan(KNOWN_MS[fault]);
  await new Promise((resolve) => setTimeout(resolve, LONGER_MS));
  await database.bringBack();
  const outage = { from, to: clients.now() };
  await until(
    async () => findings(clients.answers, outage).recoveryMs !== null,
    'every kind of request to be served',
    10,
  );
  await clients.stop();

  const { slowestMs, recoveryMs, odd } = findings(clients.answers, outage);
  expect(odd).toEqual([]);
  expect(recoveryMs).toBeLessThan(5000);
  expect(slowestMs).toBeLessThan(KNOWN_MS[fault] + 2000);
  const atOnce = refusals().filter(({ at }) => at > knownAt);
  const waits = atOnce.map(({ ms }) => ms).toSorted((a, b) => a - b);
  expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(500);
  expect(Math.max(...refusals().map(({ retryAfter }) => Number(retryAfter)))).toBeLessThanOrEqual(2);

  const rest = restClient(server.url, account.key);
  // Why it ended may be known a little later than that it did.
  const ended = await until(
    async () => {
      const { call } = (await rest.get(`/calls/${talkId}`)).body.data;
      return call.endedReason === 'AGENT_ENDED' && call;
    },
    'the talk to have ended as the agent wanted',
    20,
  );
  expect(ended.status).toBe('COMPLETED');
  expect(ended.creditsUsed).toBe(Math.ceil(ended.duration / 60));
  const turns = await contiguousTurns(rest, talkId);
  for (const question of QUESTIONS) expect(timesSaid(turns, question)).toBe(1);
  // Whoever listened before the outage hears of what happens after it.
  const placed = clients.placed();
  await until(
    async () => stream.events.some(({ data }) => data.callId === placed.at(-1)),
    'the stream to tell of the last call',
  );
  stream.close();
  const { rows } = await pool.query('select count(*)::int "found" from calls where id = any($1)', [placed]);
  expect(rows[0].found).toBe(placed.length);
  expect(await ledgerFaults(pool)).toEqual({});
});
