import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { migrate } from '../../src/database/migrate';
import { graphqlClient, type Json, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { insertCalls } from '../support/insert-calls';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Told {
  id: string;
  event: string;
  [name: string]: unknown;
}

/** Reads an account's feed from a cursor to its present end. */
async function readOn(key: string, cursor: string | null, limit = 100): Promise<{ events: Told[]; cursor: string }> {
  const events: Told[] = [];
  for (let after = cursor; ; ) {
    const query = new URLSearchParams({ limit: String(limit), ...(after !== null && { cursor: after }) });
    const { status, body } = await restClient(server.url, key).get(`/events?${query}`);
    expect(status).toBe(200);
    events.push(...body.data.events);
    after = body.data.pagination.nextCursor as string;
    if (!body.data.pagination.hasMore) return { events, cursor: after };
  }
}

/** Whether nothing of an account waits for older transactions, of whatever test. */
async function isSettled({ accountId }: TestAccount): Promise<boolean> {
  const { rowCount } = await server.pool.query(
    `select 1 from call_events where account_id = $1
       and transaction >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
    [accountId],
  );
  return rowCount === 0;
}

async function endedCall(toNumber: string, agent = {}) {
  const account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber, agentId: account.agentId });
  const call = await rest.untilAnalyzed(body.data.call.id);
  await until(() => isSettled(account), 'all of it to be told');
  return { account, rest, call };
}

test('the feed tells of a call what its notifications say, in their words', async () => {
  const { account, rest, call } = await endedCall(randomPhoneNumber(), INQUISITIVE);
  const order = ['call_initiated', 'call_ringing', 'call_answered', 'call_completed', 'analysis_completed'];
  // The carrier's reports come side by side, and are told as they come.
  const events = (await readOn(account.key, null)).events.toSorted(
    (a, b) => order.indexOf(a.event) - order.indexOf(b.event),
  );
  expect(events.map(({ event }) => event)).toEqual(order);
  const {
    agent,
    contact,
    campaign,
    events: milestones,
    ...plain
  } = (await rest.get(`/calls/${call.id}`)).body.data.call;
  for (const event of events) {
    expect(event).toMatchObject({ callId: call.id, callSid: call.callSid, contactId: call.contactId, error: null });
    expect(event).toMatchObject({ callType: 'outbound', call: plain, timestamp: expect.stringMatching(/Z$/) });
  }
  const later = (status: string) => expect.stringMatching(`^(${status}|ANSWERED|COMPLETED)$`);
  const statuses = ['INITIATED', later('RINGING'), later('ANSWERED'), 'COMPLETED', 'success'];
  expect(events.map(({ status }) => status)).toEqual(statuses);
  expect(events.map(({ duration }) => duration)).toEqual([null, null, null, call.duration, call.duration]);
  const { callId, callSid, ...analysis } = (await rest.get(`/calls/${call.id}/analysis`)).body.data;
  expect(events.map((event) => event.analysis)).toEqual([null, null, null, null, analysis]);
});

test.each([
  ['+15005550010', 'BUSY', 'The line was busy. Try again later.'],
  ['+15005550012', 'FAILED', 'The number cannot be reached: it may not exist or not be in service.'],
])('a call to %s is told to be %s, once, with the reason', async (number, status, error) => {
  const { account, call } = await endedCall(number);
  const { events } = await readOn(account.key, null);
  expect(events.filter(({ event }) => event === 'call_completed')).toEqual([
    expect.objectContaining({ callId: call.id, status, error, duration: 0, analysis: null }),
  ]);
});

test('pages of any size hold every event once, and the last cursor goes on to what comes later', async () => {
  const { account, rest } = await endedCall('+15005550010');
  const whole = await readOn(account.key, null);
  for (const limit of [1, 2]) expect(await readOn(account.key, null, limit)).toEqual(whole);
  expect(await readOn(account.key, whole.cursor)).toEqual({ events: [], cursor: whole.cursor });
  const { body } = await rest.post('/calls', { toNumber: '+15005550010', agentId: account.agentId });
  await rest.untilEnded(body.data.call.id);
  await until(() => isSettled(account), 'all of it to be told');
  const { events } = await readOn(account.key, whole.cursor);
  expect(new Set(events.map(({ callId }) => callId))).toEqual(new Set([body.data.call.id]));
});

test('GraphQL shows the same feed; `now` is a place in it', async () => {
  const { account, rest } = await endedCall('+15005550010');
  const send = graphqlClient(server.url, account.key);
  const query = `query ($first: Int, $after: String) { events(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node { id type callId status occurredAt call { id } analysis { status } } } } }`;
  const { events } = (await send(query)).body.data;
  const told = await readOn(account.key, null);
  expect(events.edges.map(({ node }: Json) => node.id)).toEqual(told.events.map(({ id }) => id));
  expect(events.totalCount).toBe(told.events.length);
  expect(events.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, endCursor: told.cursor });
  const [first] = events.edges;
  expect((await send(`{ node(id: "${first.node.id}") { __typename id } }`)).body.data.node).toEqual({
    __typename: 'Event',
    id: first.node.id,
  });
  const now = (await send(query, { after: 'now' })).body.data.events;
  expect(now.edges).toEqual([]);
  const { body } = await rest.post('/calls', { toNumber: '+15005550010', agentId: account.agentId });
  const later = await until(async () => {
    const { edges } = (await send(query, { after: now.pageInfo.endCursor })).body.data.events;
    return edges.length > 0 && edges;
  }, 'the new call to be told');
  expect(later[0].node).toMatchObject({
    type: 'CALL_INITIATED',
    callId: body.data.call.id,
    call: { id: body.data.call.id },
  });
});

test.each([
  ['cursor=nonsense', 'cursor', 'Not a cursor of this list'],
  [
    `cursor=${Buffer.from(`events 99999999999999999999 ${uuidv7()}`).toString('base64url')}`,
    'cursor',
    'Not a cursor of this list',
  ],
  [`cursor=${Buffer.from(`timeline 1 ${uuidv7()} 0:`).toString('base64url')}`, 'cursor', 'Not a cursor of this list'],
  ['limit=0', 'limit', 'limit must be a whole number between 1 and 100'],
])('?%s is refused', async (query, name, message) => {
  const { key } = await createTestAccount(server.pool);
  const { status, body } = await restClient(server.url, key).get(`/events?${query}`);
  expect([status, body.issues]).toEqual([400, { [name]: [message] }]);
});

/** Writes an event of a call of its own in a transaction that is open for a while. */
async function writeSlowly({ accountId }: TestAccount, callId: string, ms: number): Promise<string> {
  const id = uuidv7();
  const client = await server.pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into call_events (account_id, id, call_id, type, status, source, occurred_at)
       values ($1, $2, $3, 'INITIATED', 'INITIATED', 'test', now())`,
      [accountId, id, callId],
    );
    await sleep(ms);
    await client.query('commit');
  } finally {
    client.release();
  }
  return id;
}

test('whoever reads on misses nothing and gets nothing twice while transactions commit in any order', async () => {
  const account = await createTestAccount(server.pool);
  const calls = await insertCalls(
    server.pool,
    account,
    Array.from({ length: 60 }, () => ({ startTime: new Date() })),
  );
  let writing = true;
  const written = Promise.all(
    [0, 1, 2, 3, 4].map(async (writer) => {
      const ids: string[] = [];
      for (let index = writer; index < calls.length; index += 5) {
        // Those that begin first are not those that end first.
        ids.push(await writeSlowly(account, calls[index] ?? '', ((index * 37) % 50) + 1));
      }
      return ids;
    }),
  ).finally(() => {
    writing = false;
  });
  const read: string[] = [];
  let cursor: string | null = null;
  for (let last = false; !last; ) {
    last = !writing;
    const part: Awaited<ReturnType<typeof readOn>> = await readOn(account.key, cursor);
    read.push(...part.events.map(({ id }) => id));
    cursor = part.cursor;
  }
  const expected = (await written).flat();
  const rest = await until(async () => {
    const { events } = await readOn(account.key, cursor);
    return read.length + events.length >= expected.length && events;
  }, 'all to be read');
  expect([...read, ...rest.map(({ id }) => id)].toSorted()).toEqual(expected.toSorted());
  expect(read.length).toBeGreaterThan(0);
});

test('an event waits for a transaction that began before it, and comes behind what that wrote', async () => {
  const account = await createTestAccount(server.pool);
  const [first = '', second = ''] = await insertCalls(server.pool, account, [
    { startTime: new Date() },
    { startTime: new Date() },
  ]);
  const slow = writeSlowly(account, first, 400);
  await until(async () => {
    const { rowCount } = await server.pool.query(
      `select 1 from pg_stat_activity where state = 'idle in transaction' and backend_xid is not null
         and datname = current_database()`,
    );
    return rowCount === 1;
  }, 'the slow transaction to have begun');
  const quick = await writeSlowly(account, second, 0);
  expect((await readOn(account.key, null)).events).toEqual([]);
  const order = [await slow, quick];
  const { events } = await readOn(account.key, null);
  expect(events.map(({ id }) => id)).toEqual(order);
});

test('a database that was restored where transactions count lower goes on where its readers were', async () => {
  const { account, rest } = await endedCall('+15005550010');
  const before = await readOn(account.key, null);
  await server.pool.query('update call_events set transaction = transaction + 1000000000 where account_id = $1', [
    account.accountId,
  ]);
  expect((await readOn(account.key, null)).events).toEqual([]);
  await migrate(server.databaseUrl);
  expect((await readOn(account.key, null)).events).toEqual(before.events);
  const { body } = await rest.post('/calls', { toNumber: '+15005550010', agentId: account.agentId });
  await rest.untilEnded(body.data.call.id);
  await until(() => isSettled(account), 'all of it to be told');
  const { events } = await readOn(account.key, before.cursor);
  expect(new Set(events.map(({ callId }) => callId))).toEqual(new Set([body.data.call.id]));
});

test('the timeline of a call is read on by cursor, milestone by milestone', async () => {
  const { rest, call } = await endedCall('+15005550010');
  const whole = (await rest.get(`/calls/${call.id}/events`)).body.data;
  expect(whole.pagination).toMatchObject({ hasMore: false, limit: 20, nextCursor: expect.any(String) });
  expect(whole.events[0]).toMatchObject({ type: 'INITIATED', status: 'INITIATED', detail: null });
  const milestones = call.events.map(({ type }: { type: string }) => type);
  expect(whole.events.map(({ type }: { type: string }) => type).toSorted()).toEqual(milestones.toSorted());
  const read: unknown[] = [];
  for (let query = '?limit=1'; ; ) {
    const { events, pagination } = (await rest.get(`/calls/${call.callSid}/events${query}`)).body.data;
    read.push(...events);
    query = `?limit=1&cursor=${pagination.nextCursor}`;
    if (!pagination.hasMore) break;
  }
  expect(read).toEqual(whole.events);
});

test('the cursor of one call is none of another, of the same account or not', async () => {
  const [{ rest, call }, other] = await Promise.all([endedCall('+15005550010'), endedCall('+15005550010')]);
  const { body } = await rest.post('/calls', { toNumber: '+15005550010', agentId: call.agentId });
  for (const [client, id] of [
    [rest, body.data.call.id],
    [other.rest, other.call.id],
  ] as const) {
    const { nextCursor } = (await rest.get(`/calls/${call.id}/events`)).body.data.pagination;
    const answer = await client.get(`/calls/${id}/events?cursor=${nextCursor}`);
    expect([answer.status, answer.body.issues]).toEqual([400, { cursor: ['Not a cursor of this list'] }]);
  }
});
