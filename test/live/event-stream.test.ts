import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Json, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { insertCalls } from '../support/insert-calls';
import { insertTalk } from '../support/insert-talk';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';
import { openStream } from './support/event-source';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function setUp(agent: object = INQUISITIVE) {
  const account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  const place = async (toNumber = randomPhoneNumber()): Promise<string> =>
    (await rest.post('/calls', { toNumber, agentId: account.agentId })).body.data.call.id;
  return { account, rest, place };
}

const ids = (events: ReadonlyArray<{ data: { id: string } }>) => events.map(({ data }) => data.id);

test('the account’s stream begins now, tells what the feed has, and goes on where an id says', async () => {
  const { account, rest, place } = await setUp();
  await rest.untilEnded(await place('+15005550010'));
  const stream = await openStream(server.url, account.key, '/events');
  expect(stream.status).toBe(200);
  expect(stream.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('Cache-Control')).toContain('no-store');
  expect(stream.headers.get('X-Request-Id')).toBeTruthy();
  await until(async () => stream.lastEventId !== '', 'an id to begin with');
  const beginning = stream.lastEventId;
  const id = await place();
  await rest.untilAnalyzed(id);
  await until(async () => stream.events.length === 5, 'all five');
  const feed = (await rest.get('/events?limit=100')).body.data.events;
  // A call is shown as it was when it was read.
  const lasting = ({ call, callSid, ...event }: Json) => ({ ...event, callId: call.id });
  expect(stream.events.map(({ data }) => lasting(data))).toEqual(feed.slice(-5).map(lasting));
  expect(stream.events.map(({ event }) => event)).toEqual(feed.slice(-5).map(({ event }: { event: string }) => event));
  stream.close();

  for (const [index, lastEventId] of [beginning, ...stream.events.slice(0, 4).map((event) => event.id)].entries()) {
    const again = await openStream(server.url, account.key, '/events', { lastEventId });
    await until(async () => again.events.length === 5 - index, 'the rest');
    expect(ids(again.events)).toEqual(ids(stream.events).slice(index));
    again.close();
  }
  const byQuery = await openStream(server.url, account.key, `/events?lastEventId=${beginning}`);
  await until(async () => byQuery.events.length === 5, 'the same');
  byQuery.close();
});

test('a call’s stream tells its milestones and what was said, and ends when nothing more can come', async () => {
  const { account, rest, place } = await setUp();
  const id = await place();
  const stream = await openStream(server.url, account.key, `/calls/${id}/events`);
  await stream.ended;
  const { events } = (await rest.get(`/calls/${id}/events?limit=100`)).body.data;
  expect(stream.events.filter(({ event }) => event === 'call_event').map(({ data }) => data)).toEqual(events);
  expect(events.map(({ type }: { type: string }) => type)).toEqual(
    expect.arrayContaining(['ENDED', 'SETTLED', 'ANALYZED']),
  );
  const { turns } = (await rest.get(`/calls/${id}/transcript`)).body.data;
  const said = new Map(
    stream.events.filter(({ event }) => event === 'transcript_turn').map(({ data }) => [data.index, data]),
  );
  expect([...said.values()].toSorted((a, b) => a.index - b.index)).toEqual(turns);

  for (const [index, { id: lastEventId }] of stream.events.entries()) {
    const again = await openStream(server.url, account.key, `/calls/${id}/events`, { lastEventId });
    await again.ended;
    const told = new Set(again.events.map(({ event, data }) => `${event} ${data.id ?? data.index}`));
    const missed = stream.events.slice(index + 1).map(({ event, data }) => `${event} ${data.id ?? data.index}`);
    expect(told).toEqual(new Set(missed));
    expect(again.status).toBe(missed.length > 0 ? 200 : 204);
  }
});

test('a turn that never ended keeps nobody from the rest of a long call, and was cut off when the last words were waited for', async () => {
  const { account, rest } = await setUp();
  const lines = Array.from({ length: 130 }, (_, index) => `Line ${index}.`);
  const id = await insertTalk(server.pool, account, { lines, due: false });
  const { pool } = server;
  await pool.query('update transcript_turns set duration_ms = null where call_id = $1 and index in (3, 129)', [id]);
  await pool.query(`update calls set analysis_status = 'PENDING' where id = $1`, [id]);
  const stream = await openStream(server.url, account.key, `/calls/${id}/events`);
  const said = () => stream.events.filter(({ event }) => event === 'transcript_turn').map(({ data }) => data);
  await until(async () => said().length === lines.length, 'all that was said');
  expect(said().map(({ text }) => text)).toEqual(lines);
  const known = stream.events.at(-1)?.id;
  stream.close();

  const again = await openStream(server.url, account.key, `/calls/${id}/events`, { lastEventId: known });
  await pool.query('insert into call_analyses (account_id, call_id, due_at) values ($1, $2, now())', [
    account.accountId,
    id,
  ]);
  await again.ended;
  expect(again.events.map(({ event, data }) => data.text ?? event)).toEqual([lines[129], 'call_event']);
  const { turns } = (await rest.get(`/calls/${id}/transcript`)).body.data;
  const unfinished = turns.filter(({ interrupted }: Json) => interrupted);
  expect(unfinished).toMatchObject([
    { index: 3, durationMs: 1000 },
    { index: 129, durationMs: expect.any(Number) },
  ]);
  expect(turns.map(({ durationMs }: Json) => durationMs)).not.toContain(null);
});

test('a stream is what is asked for by Accept, and everything else is as with JSON', async () => {
  const { account, rest } = await setUp();
  const get = (path: string, key: string | null = account.key, headers = {}) =>
    restClient(server.url, key).get(path, { Accept: 'text/event-stream', ...headers });
  expect((await get('/events', null)).status).toBe(401);
  expect((await get('/events', `cm_${'0'.repeat(64)}`)).status).toBe(401);
  expect((await get('/calls/0192f0c1-2345-7abc-8def-0123456789ab/events')).body).toEqual({
    success: false,
    error: 'Call not found',
  });
  const wrong = await get('/events', account.key, { 'Last-Event-ID': 'nonsense' });
  expect([wrong.status, Object.keys(wrong.body.issues)]).toEqual([400, ['Last-Event-ID']]);
  const wrongQuery = await get('/events?lastEventId=nonsense');
  expect([wrongQuery.status, Object.keys(wrongQuery.body.issues)]).toEqual([400, ['lastEventId']]);
  expect((await rest.get('/events', { Accept: 'text/html' })).status).toBe(406);
  const head = await rest.send('HEAD', '/events', undefined, { Accept: 'text/event-stream' });
  expect([head.status, head.headers.get('Content-Type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect((await rest.get('/events')).headers.get('Content-Type')).toMatch(/^application\/json/);
  expect((await rest.get('/events')).headers.get('Vary')).toContain('Accept');
});

test('a stream whose key is revoked ends within seconds', async () => {
  const { account } = await setUp();
  const stream = await openStream(server.url, account.key, '/events');
  await server.pool.query('update api_keys set revoked_at = now() where account_id = $1', [account.accountId]);
  expect(await Promise.race([stream.ended.then(() => 'ended'), sleep(8000)])).toBe('ended');
  expect((await openStream(server.url, account.key, '/events')).status).toBe(401);
});

test('a client that goes is forgotten', async () => {
  const { account } = await setUp();
  const { hub } = server.running.application.domain;
  await until(async () => hub.size === 0, 'earlier tests to be over');
  const stream = await openStream(server.url, account.key, '/events');
  await until(async () => hub.size === 1, 'one to listen');
  stream.close();
  await until(async () => hub.size === 0, 'nobody to listen');
});

test('a client that takes nothing is cut off, and reads on from where it was', async () => {
  const { account, rest } = await setUp();
  const calls = await insertCalls(
    server.pool,
    account,
    Array.from({ length: 300 }, () => ({ startTime: new Date() })),
  );
  await server.pool.query(`update call_events set type = 'SETTLED' where account_id = $1`, [account.accountId]);
  await server.pool.query(
    `insert into transcript_turns (account_id, call_id, index, role, text, started_at, offset_ms, duration_ms)
     select $1, id, 0, 'AGENT', repeat('word ', 20000), now(), 0, 1 from unnest($2::uuid[]) id`,
    [account.accountId, calls],
  );
  await server.pool.query('update calls set turns = 1 where account_id = $1', [account.accountId]);
  const start = (await rest.get('/events?limit=1')).body.data.pagination.nextCursor;
  const { hostname, port } = new URL(server.url);
  const socket = net.connect(Number(port), hostname);
  socket.write(
    `GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: ${account.key}\r\nAccept: text/event-stream\r\n` +
      `Last-Event-ID: ${start}\r\n\r\n`,
  );
  await once(socket, 'readable');
  const { hub } = server.running.application.domain;
  expect(hub.size).toBe(1);
  await until(async () => hub.size === 0, 'it to be cut off', 60);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'close');
  const told = [...text.matchAll(/^id: (\S+)\nevent: .*\ndata: .*\n\n/gm)].map(([, id = '']) => id);
  expect(told.length).toBeLessThan(299);
  // It may be that not even one came through whole.
  const stream = await openStream(server.url, account.key, '/events', { lastEventId: told.at(-1) ?? start });
  expect(stream.status).toBe(200);
  await until(async () => told.length + stream.events.length === 299, 'the rest', 45);
  expect(new Set([...told, ...stream.events.map(({ id }) => id)]).size).toBe(299);
  stream.close();
}, 120_000);
