import path from 'node:path';
import { Pool } from 'pg';
import { type Simulator, startSimulator } from '../../src/simulator';
import { restClient } from '../support/client';
import { createDatabase, type TestDatabase } from '../support/database';
import { carriedCalls } from '../support/dialled';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { entriesOfCall, ledgerFaults } from '../support/ledger';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { until } from '../support/until';

// Servers are started as processes of their own, on a machine that may have other things to do.
jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const SPEED = 50;
/** How far times may lie apart that are told by one clock. */
const NEAR_MS = 120_000;
const PRELOAD = `--require ${path.join(__dirname, '../support/clock.cjs')}`;

let database: TestDatabase;
let pool: Pool;
let carrier: Simulator;
let late: ServerProcess;
let early: ServerProcess;
let account: TestAccount;
beforeAll(async () => {
  database = await createDatabase();
  pool = new Pool({ connectionString: database.url, max: 2 });
  carrier = await startSimulator({ speed: SPEED });
  const start = (offset: number, jump: number) =>
    startServerProcess(database.url, {
      SIMULATOR_URL: carrier.url,
      SIMULATOR_SPEED: String(SPEED),
      NODE_OPTIONS: PRELOAD,
      CLOCK_OFFSET_MS: String(offset),
      CLOCK_JUMP_MS: String(jump),
    });
  late = await start(-HOUR_MS, -HOUR_MS);
  early = await start(72 * HOUR_MS, 24 * HOUR_MS);
  account = await createTestAccount(pool, { agent: INQUISITIVE });
});
afterAll(async () => {
  await late?.kill();
  await early?.kill();
  await carrier?.close();
  await pool?.end();
  await database?.drop();
});

const jump = ({ pid }: ServerProcess) => process.kill(pid, 'SIGUSR2');

test.each(['late', 'early'] as const)(
  'a call at a server whose clock is %s, and jumps, goes as every call does',
  async (which) => {
    const server = which === 'late' ? late : early;
    const rest = restClient(server.url, account.key);
    const toNumber = randomPhoneNumber();
    const { status, body } = await rest.post('/calls', { toNumber, agentId: account.agentId });
    expect(status).toBe(200);
    const { id } = body.data.call;
    await until(
      async () => (await rest.get(`/calls/${id}`)).body.data.call.status === 'ANSWERED',
      'somebody to answer',
    );
    jump(server);
    const call = await rest.untilEnded(id, 20);
    expect(call).toMatchObject({ status: 'COMPLETED', endedReason: 'AGENT_ENDED' });
    const carried = await carriedCalls('', { from: account.fromNumber, to: toNumber }, carrier.url);
    expect(carried).toHaveLength(1);
    const minutes = Math.ceil(call.duration / 60);
    expect(call.duration).toBeLessThan(300);
    expect(await entriesOfCall(pool, id)).toEqual(['HOLD 30', `SETTLE ${minutes}`, `RELEASE ${30 - minutes}`]);
    const times = [
      call.startTime,
      call.answeredTime,
      call.endTime,
      ...call.events.map((event: { occurredAt: string }) => event.occurredAt),
    ];
    for (const time of times) expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(NEAR_MS);
    const { turns } = (await rest.get(`/calls/${id}/transcript`)).body.data;
    expect(turns.length).toBeGreaterThan(4);
    for (const { startedAt } of turns) expect(Math.abs(Date.parse(startedAt) - Date.now())).toBeLessThan(NEAR_MS);
  },
);

test('a key that was revoked, and a wait that is over, end although the clock jumped back', async () => {
  const other = await createTestAccount(pool);
  const rest = restClient(late.url, other.key);
  const { body } = await rest.post('/calls', { toNumber: '+15005550017', agentId: other.agentId });
  const begun = performance.now();
  const waiting = rest.get(`/calls/${body.data.call.id}?waitFor=ANALYZED&timeout=1`);
  jump(late);
  expect((await waiting).status).toBe(200);
  expect(performance.now() - begun).toBeLessThan(5000);
  await pool.query('update api_keys set revoked_at = now() where id = $1', [other.keyId]);
  await until(async () => (await rest.get('/account')).status === 401, 'the key to be refused', 6);
});

test('the ledger agrees whatever the clocks say', async () => {
  await until(
    async () => (await pool.query('select from calls where end_time is null')).rows.length === 0,
    'all calls to end',
    25,
  );
  expect(await ledgerFaults(pool)).toEqual({});
});
