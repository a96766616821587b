import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { Pool } from 'pg';
import { WebSocket } from 'ws';
import { type Json, restClient } from '../support/client';
import { createDatabase, type TestDatabase } from '../support/database';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { until as untilSo } from '../support/until';
import { type ArrivedEvent, openStream } from './support/event-source';

/** Processes come and go here, which takes a busy machine a while. */
const SECONDS = 60;
jest.setTimeout(2 * SECONDS * 1000);
const until: typeof untilSo = (look, what, seconds = SECONDS) => untilSo(look, what, seconds);

let database: TestDatabase;
let pool: Pool;
/** The server that stays. */
let lasting: ServerProcess;
beforeAll(async () => {
  database = await createDatabase();
  lasting = await startServerProcess(database.url);
  pool = new Pool({ connectionString: database.url, max: 3 });
});
afterAll(async () => {
  await lasting.terminate();
  await pool.end();
  await database.drop();
});

/** The address that clients use: it leads to another server once the first is gone. */
interface Address {
  url: string;
}

/** Follows a stream as a browser does: whenever it ends, it is taken up behind the last event. */
async function followStream(address: Address, key: string, path: string, signal: AbortSignal): Promise<ArrivedEvent[]> {
  const arrived: ArrivedEvent[] = [];
  let lastEventId = '';
  const first = await openStream(address.url, key, path, { onEvent: (event) => arrived.push(event) });
  await until(async () => first.lastEventId !== '', 'the stream to begin');
  const readOn = async (): Promise<void> => {
    for (let stream: typeof first | null = first; !signal.aborted; ) {
      if (stream) {
        const leave = () => stream?.close();
        signal.addEventListener('abort', leave);
        await stream.ended;
        lastEventId = stream.lastEventId || lastEventId;
        if (stream.status === 204) return;
      }
      if (signal.aborted) return;
      await sleep(100);
      stream = await openStream(address.url, key, path, { lastEventId, onEvent: (event) => arrived.push(event) }).catch(
        () => null,
      );
    }
  };
  void readOn();
  return arrived;
}

/** Follows a subscription with the protocol's own client, which comes back by itself. */
function followOperation(
  address: Address,
  apiKey: string,
  query: () => { query: string; variables: Record<string, unknown> },
) {
  const results: Json[] = [];
  const closes: number[] = [];
  const client = createClient({
    url: () => address.url.replace(/^http/, 'ws').concat('/graphql'),
    webSocketImpl: WebSocket,
    connectionParams: { apiKey },
    retryAttempts: 50,
    retryWait: () => sleep(100),
    on: { closed: (event) => closes.push((event as { code: number }).code) },
  });
  const finished = new Promise<void>((resolve, reject) => {
    client.subscribe(query(), {
      next: ({ data, errors }) => (errors ? reject(new Error(JSON.stringify(errors))) : results.push(data)),
      error: reject,
      complete: resolve,
    });
  });
  return { results, closes, finished, stop: () => client.dispose() };
}

const place = async (url: string, { key, agentId }: TestAccount, toNumber = randomPhoneNumber()): Promise<string> =>
  (await restClient(url, key).post('/calls', { toNumber, agentId })).body.data.call.id;

describe.each([
  ['SIGTERM', (server: ServerProcess) => server.terminate()],
  ['SIGKILL', (server: ServerProcess) => server.kill()],
] as const)('when a server is replaced by %s', (signal, end) => {
  test('a stream of the account misses nothing and tells nothing twice', async () => {
    const leaving = await startServerProcess(database.url);
    const account = await createTestAccount(pool, { agent: INQUISITIVE });
    const address = { url: leaving.url };
    const stop = new AbortController();
    const arrived = await followStream(address, account.key, '/events', stop.signal);
    const ids: string[] = [];
    const numbers = Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? randomPhoneNumber() : '+15005550010'));
    let placing = true;
    const placed = (async () => {
      for (const number of numbers) {
        ids.push(await place(lasting.url, account, number));
        await sleep(150);
      }
      placing = false;
    })();
    await until(async () => arrived.length > 3, 'events to arrive');
    expect(placing).toBe(true);
    address.url = lasting.url;
    await end(leaving);
    await placed;
    await Promise.all(ids.map((id) => restClient(lasting.url, account.key).untilAnalyzed(id, SECONDS)));
    const feed = async () => {
      const { events, pagination } = (await restClient(lasting.url, account.key).get('/events?limit=100')).body.data;
      expect(pagination.hasMore).toBe(false);
      return events.map(({ id }: { id: string }) => id);
    };
    const { rows } = await pool.query(
      `select count(*)::int "count" from call_events where account_id = $1
         and type in ('INITIATED', 'RINGING', 'ANSWERED', 'SETTLED', 'ANALYZED')`,
      [account.accountId],
    );
    // Feeds are behind for as long as anybody else in the cluster writes.
    await until(async () => arrived.length >= rows[0].count, 'all to arrive');
    expect(arrived.map(({ data }) => data.id)).toEqual(await feed());
    expect(arrived).toHaveLength(rows[0].count);
    stop.abort();
  });

  test('a stream and subscriptions of one call tell all of it', async () => {
    const leaving = await startServerProcess(database.url);
    const account = await createTestAccount(pool, { agent: INQUISITIVE });
    const address = { url: leaving.url };
    const stop = new AbortController();
    const id = await place(lasting.url, account);
    const rest = restClient(lasting.url, account.key);
    const stream = await followStream(address, account.key, `/calls/${id}/events`, stop.signal);
    const turns = followOperation(address, account.key, () => ({
      query: 'subscription ($id: ID!) { transcriptTurnAdded(callId: $id) { index role text durationMs interrupted } }',
      variables: { id },
    }));
    const call = followOperation(address, account.key, () => ({
      query: 'subscription ($id: ID!) { callUpdated(callId: $id) { status analysis { status } } }',
      variables: { id },
    }));
    await until(async () => turns.results.length > 0 && call.results.length > 0, 'the first words');
    const before = turns.results.length;
    address.url = lasting.url;
    await end(leaving);
    await turns.finished;
    await until(async () => call.results.at(-1)?.callUpdated.analysis.status === 'COMPLETED', 'the analysis');
    expect(turns.closes[0]).toBe(signal === 'SIGTERM' ? 1012 : 1006);
    expect(turns.results.length).toBeGreaterThan(before);

    const { data: transcript } = (await rest.get(`/calls/${id}/transcript`)).body;
    const whole = transcript.turns.map(({ startedAt, offsetMs, role, ...turn }: Json) => ({
      ...turn,
      role: role.toUpperCase(),
    }));
    const told = new Map(turns.results.map(({ transcriptTurnAdded: turn }) => [turn.index, turn]));
    expect([...told.values()].toSorted((a, b) => a.index - b.index)).toEqual(whole);
    expect(call.results.at(-1).callUpdated.status).toBe('COMPLETED');

    const timeline = (await rest.get(`/calls/${id}/events?limit=100`)).body.data.events;
    const milestones = () => stream.filter(({ event }) => event === 'call_event').map(({ data }) => data);
    await until(async () => milestones().length >= timeline.length, 'all milestones');
    expect(milestones()).toEqual(timeline);
    const said = new Map(
      stream.filter(({ event }) => event === 'transcript_turn').map(({ data }) => [data.index, data]),
    );
    expect([...said.values()].toSorted((a, b) => a.index - b.index)).toEqual(transcript.turns);
    stop.abort();
    await Promise.all([turns.stop(), call.stop()]);
  });
});

test('a server that stops lets those who wait go, and does not wait for streams', async () => {
  const leaving = await startServerProcess(database.url, { SHUTDOWN_SECONDS: '60' });
  const account = await createTestAccount(pool, { agent: { ...INQUISITIVE, maxDurationSeconds: 600 } });
  const id = await place(lasting.url, account, '+15005550010');
  const rest = restClient(leaving.url, account.key);
  await rest.untilEnded(id);
  const stream = await openStream(leaving.url, account.key, '/events');
  const start = Date.now();
  expect(await leaving.terminate()).toBe(0);
  await stream.ended;
  expect(Date.now() - start).toBeLessThan(30_000);
});
