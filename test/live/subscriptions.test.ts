import { Client } from 'pg';
import { type Json, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';
import { until } from '../support/until';
import { openStream } from './support/event-source';
import { ask, openInitialised, type RawSocket, results } from './support/socket';

let server: TestServer;
let other: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  other = await startTestServer({ databaseUrl: server.databaseUrl });
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});

const CALL = `subscription ($id: ID) { callUpdated(callId: $id) { id status endedReason analysis { status } } }`;
const TURNS = `subscription ($id: ID!, $after: Int) {
  transcriptTurnAdded(callId: $id, after: $after) { index role text offsetMs durationMs interrupted } }`;

async function place(account: TestAccount, toNumber = randomPhoneNumber(), at = server): Promise<string> {
  const { body } = await restClient(at.url, account.key).post('/calls', { toNumber, agentId: account.agentId });
  return body.data.call.id;
}

const states = (socket: RawSocket, id: string) => results(socket, id).map(({ data }) => data.callUpdated);
const turnsOf = (socket: RawSocket, id: string) => results(socket, id).map(({ data }) => data.transcriptTurnAdded);
const RANK = ['INITIATED', 'RINGING', 'ANSWERED', 'COMPLETED'];

test('a call is told as it is, then at every change, to the end of its analysis, and nothing is told twice', async () => {
  const account = await createTestAccount(server.pool, { agent: INQUISITIVE });
  const socket = await openInitialised(server.url, account.key);
  const id = await place(account);
  ask(socket, '1', CALL, { id });
  await until(async () => states(socket, '1').at(-1)?.analysis.status === 'COMPLETED', 'the analysis');
  const told = states(socket, '1');
  const ranks = told.map(({ status }) => RANK.indexOf(status));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(ranks[0]).toBeLessThan(3);
  expect(new Set(told.map((state) => state.id))).toEqual(new Set([id]));
  expect(told.at(-1)).toMatchObject({ status: 'COMPLETED', endedReason: 'AGENT_ENDED' });
  ask(socket, '2', CALL, { id });
  await until(async () => states(socket, '2').length > 0, 'the call as it is');
  expect(states(socket, '2')).toEqual([told.at(-1)]);
  socket.close();
});

test('without a call all of the account are told of, at whichever server they change, and none of another', async () => {
  const [account, stranger] = [await createTestAccount(server.pool), await createTestAccount(server.pool)];
  const socket = await openInitialised(server.url, account.key);
  ask(socket, '1', CALL);
  await until(async () => server.running.application.domain.hub.size > 0, 'somebody to listen');
  const ids = await Promise.all([place(account), place(account, randomPhoneNumber(), other), place(stranger)]);
  const isDone = (id: string | undefined) => (state: { id: string; analysis: { status: string } }) =>
    state.id === id && ['COMPLETED', 'SKIPPED'].includes(state.analysis.status);
  await until(async () => ids.slice(0, 2).every((id) => states(socket, '1').some(isDone(id))), 'both calls to end', 60);
  expect(new Set(states(socket, '1').map(({ id }) => id))).toEqual(new Set(ids.slice(0, 2)));
  socket.close();
});

test('what is said is told as it is said, completes, and is what the transcript has', async () => {
  const account = await createTestAccount(server.pool, { agent: INQUISITIVE });
  const socket = await openInitialised(server.url, account.key);
  const id = await place(account);
  ask(socket, '1', TURNS, { id });
  await socket.message('complete', '1');
  const { body } = await restClient(server.url, account.key).get(`/calls/${id}/transcript`);
  const whole = body.data.turns.map(({ startedAt, ...turn }: Json) => ({ ...turn, role: turn.role.toUpperCase() }));
  const told = turnsOf(socket, '1');
  expect(whole.length).toBeGreaterThan(4);
  const last = new Map(told.map((turn) => [turn.index, turn]));
  expect([...last.values()].toSorted((a, b) => a.index - b.index)).toEqual(whole);
  // At most twice each: when it begins, and complete.
  for (const { index } of whole) expect(told.filter((turn) => turn.index === index).length).toBeLessThanOrEqual(2);

  ask(socket, '2', TURNS, { id });
  ask(socket, '3', TURNS, { id, after: 2 });
  await Promise.all([socket.message('complete', '2'), socket.message('complete', '3')]);
  expect(turnsOf(socket, '2')).toEqual(whole);
  expect(turnsOf(socket, '3')).toEqual(whole.slice(3));
  socket.close();
});

test('a call in which nothing is said has nothing to tell, and ends', async () => {
  const account = await createTestAccount(server.pool);
  const socket = await openInitialised(server.url, account.key);
  ask(socket, '1', TURNS, { id: await place(account, '+15005550010') });
  await socket.message('complete', '1');
  expect(turnsOf(socket, '1')).toEqual([]);
  socket.close();
});

/** How long it takes until somebody at the other server hears of a call, in milliseconds. */
async function delayOf(account: TestAccount, listen: () => Promise<() => boolean>): Promise<number> {
  const hasHeard = await listen();
  const start = Date.now();
  await place(account);
  await until(async () => hasHeard(), 'it to be heard of', 10);
  return Date.now() - start;
}

test('what happens at one server is heard of at another soon, by stream and by subscription', async () => {
  const account = await createTestAccount(server.pool);
  const stream = await openStream(other.url, account.key, '/events');
  const socket = await openInitialised(other.url, account.key);
  ask(socket, '1', CALL);
  await until(async () => other.running.application.domain.hub.size >= 2, 'both to listen');
  const delays = await Promise.all([
    delayOf(account, async () => () => stream.events.length > 0),
    delayOf(account, async () => () => states(socket, '1').length > 0),
  ]);
  for (const delay of delays) expect(delay).toBeLessThan(3000);
  stream.close();
  socket.close();
});

test('without hints it is heard of all the same, and hints are heard again once they can be', async () => {
  const account = await createTestAccount(server.pool);
  const stream = await openStream(other.url, account.key, '/events');
  const admin = new Client({ connectionString: server.databaseUrl });
  await admin.connect();
  const listening = async () => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %'`,
    );
    return rows;
  };
  const [ears] = await until(async () => {
    const rows = await listening();
    return rows.length > 0 && rows;
  }, 'somebody to listen to hints');
  await admin.query('select pg_terminate_backend($1)', [ears?.pid]);
  const delay = await delayOf(account, async () => () => stream.events.length > 0);
  expect(delay).toBeLessThan(4000);
  await until(async () => (await listening()).some(({ pid }) => pid !== ears?.pid), 'hints to be heard again');
  stream.close();
  await until(async () => (await listening()).length === 0, 'nobody to listen when nobody is told');
  await admin.end();
});

test('a client that takes nothing is cut off, whatever it asks for', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: 'x'.repeat(9000) } });
  const socket = await openInitialised(server.url, account.key);
  // Some 200 kB a result, far beyond what the system keeps for a connection.
  const fields = Array.from({ length: 25 }, (_, index) => `p${index}: prompt`).join(' ');
  const query = `{ agents { edges { node { ${fields} } } } }`;
  ask(socket, 'probe', query);
  await socket.message('complete', 'probe');
  socket.ws.pause();
  for (let index = 0; index < 2000; index += 1) ask(socket, `q${index}`, query);
  // The goodbye lies behind what was sent before.
  const timer = setTimeout(() => socket.ws.resume(), 13_000);
  const { code } = await socket.closed;
  clearTimeout(timer);
  expect([1006, 1013]).toContain(code);
  expect(results(socket, 'q1999')).toEqual([]);
}, 90_000);

test('a talk that goes on is told turn by turn while it does', async () => {
  const account = await createTestAccount(server.pool, { agent: TALKATIVE });
  const rest = restClient(server.url, account.key);
  const socket = await openInitialised(server.url, account.key);
  const id = await place(account);
  ask(socket, '1', TURNS, { id });
  await until(async () => turnsOf(socket, '1').length > 0, 'the first words');
  expect(turnsOf(socket, '1')[0]).toMatchObject({ index: 0, role: 'AGENT', durationMs: null });
  await rest.post(`/calls/${id}/end`);
  await socket.message('complete', '1');
  socket.close();
});
