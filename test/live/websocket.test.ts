import { setTimeout as sleep } from 'node:timers/promises';
import { graphqlClient, type Json, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';
import { ask, openInitialised, openSocket, results } from './support/socket';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

const FOLLOW = 'subscription { callUpdated { id } }';

describe('a connection is closed with', () => {
  test('4401 when it asks before it has said who it is', async () => {
    const socket = await openSocket(server.url);
    ask(socket, '1', FOLLOW);
    expect((await socket.closed).code).toBe(4401);
  });

  test('4408 when it does not say who it is in time', async () => {
    const socket = await openSocket(server.url);
    expect((await socket.closed).code).toBe(4408);
  });

  test('4429 when it says twice who it is', async () => {
    const socket = await openInitialised(server.url, account.key);
    socket.send({ type: 'connection_init', payload: { apiKey: account.key } });
    expect((await socket.closed).code).toBe(4429);
  });

  test('4409 when it gives two operations one id', async () => {
    const socket = await openInitialised(server.url, account.key);
    ask(socket, '1', FOLLOW);
    ask(socket, '1', FOLLOW);
    expect((await socket.closed).code).toBe(4409);
  });

  test.each([
    'no JSON',
    '{}',
    '{"type":"nonsense"}',
    '{"type":"subscribe"}',
    '[]',
    '{"type":"subscribe","id":"1","payload":{"query":1}}',
    '{"type":"next","id":"1","payload":{}}',
    '{"type":"connection_ack"}',
  ])('4400 when it says %s', async (message) => {
    const socket = await openInitialised(server.url, account.key);
    socket.send(message);
    expect((await socket.closed).code).toBe(4400);
  });

  test('4406 when it speaks another protocol', async () => {
    const socket = await openSocket(server.url, { protocols: [] });
    expect((await socket.closed).code).toBe(4406);
  });

  test('1009 when it sends more than a request may have', async () => {
    const socket = await openInitialised(server.url, account.key);
    ask(socket, '1', `#${'x'.repeat(101_000)}`);
    expect((await socket.closed).code).toBe(1009);
  });
});

test.each([
  ['no key', undefined],
  ['an empty key', { apiKey: '' }],
  ['a key that is no text', { apiKey: 1 }],
  ['a malformed key', { apiKey: 'cm_wrong' }],
  ['an unknown key', { apiKey: `cm_${'0'.repeat(64)}` }],
])('a connection with %s is closed with 4401', async (_, payload) => {
  const socket = await openSocket(server.url);
  socket.send({ type: 'connection_init', payload });
  expect(await socket.closed).toEqual({ code: 4401, reason: expect.stringContaining('API key') });
  expect(socket.messages).toEqual([]);
});

test.each([
  ['X-API-Key', () => ({ headers: { 'X-API-Key': account.key } })],
  ['Authorization', () => ({ headers: { Authorization: `Bearer ${account.key}` } })],
  ['?api_key=', () => ({ search: `?api_key=${account.key}` })],
])('the key may come by %s too', async (_, options) => {
  const socket = await openSocket(server.url, options());
  socket.send({ type: 'connection_init' });
  await socket.message('connection_ack');
  ask(socket, '1', '{ account { id } }');
  await socket.message('complete', '1');
  expect(results(socket, '1')).toEqual([{ data: { account: { id: account.accountId } } }]);
  socket.close();
});

test('a WebSocket at any other path is refused', async () => {
  await expect(openSocket(`${server.url}/elsewhere`)).rejects.toThrow('404');
});

test('queries and mutations are served', async () => {
  const socket = await openInitialised(server.url, account.key);
  const input = { toNumber: randomPhoneNumber(), agentId: account.agentId };
  ask(
    socket,
    'a',
    'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { ... on InitiateCallSuccess { call { id } } } }',
    { input },
  );
  await socket.message('complete', 'a');
  const [{ data }] = results(socket, 'a');
  ask(socket, 'b', 'query ($id: ID!) { call(id: $id) { toNumber } }', { id: data.initiateCall.call.id });
  await socket.message('complete', 'b');
  expect(results(socket, 'b')).toEqual([{ data: { call: { toNumber: input.toNumber } } }]);
  socket.close();
});

test.each([
  ['{', 'GRAPHQL_PARSE_FAILED'],
  [`{ ${'a '.repeat(1001)} }`, 'GRAPHQL_PARSE_FAILED'],
  ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['subscription { callUpdated { id } transcriptTurnAdded(callId: "x") { index } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
  [
    `subscription { callUpdated { ${Array.from({ length: 31 }, (_, n) => `a${n}: id`).join(' ')} } }`,
    'QUERY_TOO_COMPLEX',
  ],
  [
    `subscription { callUpdated { ${Array.from({ length: 5 }, (_, n) => `t${n}: timeline(first: 100) { entries { event { id } turn { index } } }`).join(' ')} } }`,
    'QUERY_TOO_COMPLEX',
  ],
  ['subscription { callUpdated @skip(if: true) { id } }', 'BAD_REQUEST'],
  ['subscription { callUpdated @include(if: false) { id } }', 'BAD_REQUEST'],
  ['subscription { ...F } fragment F on Subscription { ... @skip(if: true) { callUpdated { id } } }', 'BAD_REQUEST'],
  ['subscription ($id: ID!) { transcriptTurnAdded(callId: $id) { index } }', 'BAD_USER_INPUT'],
])('the document %.60s is refused: %s', async (query, code) => {
  const socket = await openInitialised(server.url, account.key);
  ask(socket, '1', query);
  const { payload } = await socket.message('error', '1');
  expect(payload.map((error: Json) => error.extensions.code)).toContain(code);
  ask(socket, '2', '{ account { id } }');
  await socket.message('complete', '2');
  socket.close();
});

test('a subscription by HTTP is told where subscriptions are served', async () => {
  for (const method of ['POST', 'GET']) {
    const response = await fetch(
      `${server.url}/graphql${method === 'GET' ? `?query=${encodeURIComponent(FOLLOW)}` : ''}`,
      {
        method,
        headers: { 'X-API-Key': account.key, 'Content-Type': 'application/json' },
        body: method === 'POST' ? JSON.stringify({ query: FOLLOW }) : undefined,
      },
    );
    const { errors } = (await response.json()) as Json;
    expect([response.status >= 400, errors[0].message]).toEqual([true, expect.stringMatching(/WebSocket|GET/)]);
  }
});

test('operations count as requests of the key', async () => {
  const { key } = await createTestAccount(server.pool, { requestsPerMinute: 5 });
  const socket = await openInitialised(server.url, key);
  for (const id of ['1', '2', '3', '4']) ask(socket, id, '{ account { id } }');
  await socket.message('complete', '4');
  ask(socket, '5', '{ account { id } }');
  const { payload } = await socket.message('error', '5');
  expect(payload[0].extensions).toMatchObject({ code: 'RATE_LIMITED', limit: { name: 'requestsPerMinute', quota: 5 } });
  expect((await restClient(server.url, key).get('/account')).status).toBe(429);
  const another = await openSocket(server.url);
  another.send({ type: 'connection_init', payload: { apiKey: key } });
  expect((await another.closed).code).toBe(4429);
  socket.close();
});

test('a connection may have 50 operations under way', async () => {
  const socket = await openInitialised(server.url, account.key);
  for (let id = 0; id < 50; id += 1) ask(socket, `s${id}`, FOLLOW);
  ask(socket, 'more', FOLLOW);
  const { payload } = await socket.message('error', 'more');
  expect(payload[0].extensions).toMatchObject({
    code: 'RATE_LIMITED',
    limit: { name: 'concurrentOperations', quota: 50 },
  });
  socket.send({ type: 'complete', id: 's0' });
  ask(socket, 'again', '{ account { id } }');
  await socket.message('complete', 'again');
  socket.close();
});

test('a key may have 100 streams open, of whatever kind; one that ends makes room', async () => {
  const { key } = await createTestAccount(server.pool);
  const sockets = await Promise.all(Array.from({ length: 100 }, () => openInitialised(server.url, key)));
  const refused = await openSocket(server.url);
  refused.send({ type: 'connection_init', payload: { apiKey: key } });
  expect((await refused.closed).code).toBe(4429);
  const stream = () =>
    fetch(`${server.url}/api/v1/events`, { headers: { 'X-API-Key': key, Accept: 'text/event-stream' } });
  const answer = await stream();
  expect([answer.status, ((await answer.json()) as Json).details.limit]).toEqual([429, 'concurrentStreams']);
  sockets[0]?.close();
  await until(async () => {
    const { status, body } = await stream();
    await body?.cancel();
    return status === 200;
  }, 'room for a stream');
  for (const socket of sockets) socket.close();
});

test('a connection whose key is revoked is closed within seconds, and its account’s other keys are left alone', async () => {
  const { key, keyId, accountId } = await createTestAccount(server.pool);
  const [socket, other] = [await openInitialised(server.url, key), await openInitialised(server.url, account.key)];
  ask(socket, '1', FOLLOW);
  await server.pool.query('update api_keys set revoked_at = now() where account_id = $1 and id = $2', [
    accountId,
    keyId,
  ]);
  const closed = await Promise.race([socket.closed, sleep(8000)]);
  expect(closed).toEqual({ code: 4401, reason: expect.stringContaining('invalid') });
  ask(other, '1', '{ account { id } }');
  await other.message('complete', '1');
  other.close();
});

test('who asks for nothing any more is forgotten, whether they say so or go', async () => {
  const { hub } = server.running.application.domain;
  await until(async () => hub.size === 0, 'earlier tests to be over');
  const [first, second] = [
    await openInitialised(server.url, account.key),
    await openInitialised(server.url, account.key),
  ];
  for (const socket of [first, second]) ask(socket, '1', FOLLOW);
  await until(async () => hub.size === 2, 'two to listen');
  first.send({ type: 'complete', id: '1' });
  await until(async () => hub.size === 1, 'one to listen');
  second.ws.terminate();
  await until(async () => hub.size === 0, 'nobody to listen');
  first.close();
});

test('a call of another account is not to be followed, and cannot be told from one that there is not', async () => {
  const stranger = await createTestAccount(server.pool);
  const { body } = await restClient(server.url, account.key).post('/calls', {
    toNumber: randomPhoneNumber(),
    agentId: account.agentId,
  });
  const { id, callSid, trackingId } = body.data.call;
  const socket = await openInitialised(server.url, stranger.key);
  const subscriptions = {
    callUpdated: 'subscription ($id: ID!) { callUpdated(callId: $id) { id } }',
    transcriptTurnAdded: 'subscription ($id: ID!) { transcriptTurnAdded(callId: $id) { index } }',
  };
  for (const [field, query] of Object.entries(subscriptions)) {
    for (const reference of [id, callSid, trackingId, '0192f0c1-2345-7abc-8def-0123456789ab', 'x']) {
      const operation = `${field} ${reference}`;
      ask(socket, operation, query, { id: reference });
      await socket.message('complete', operation);
      expect(results(socket, operation)).toEqual([
        {
          errors: [
            {
              message: 'Call not found',
              locations: expect.anything(),
              path: [field],
              extensions: { code: 'NOT_FOUND' },
            },
          ],
        },
      ]);
    }
  }
  socket.close();
  expect((await graphqlClient(server.url, account.key)(`{ call(id: "${id}") { id } }`)).body.data.call.id).toBe(id);
});

test('what is to be answered on a connection is answered before the server that stops closes it', async () => {
  const leaving = await startTestServer();
  const own = await createTestAccount(leaving.pool);
  const [busy, idle] = [await openInitialised(leaving.url, own.key), await openInitialised(leaving.url, own.key)];
  ask(idle, '1', FOLLOW);
  // The carrier dials this number and never replies: only a callback tells, so it takes a while.
  ask(busy, '1', 'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { __typename } }', {
    input: { toNumber: '+15005550022', agentId: own.agentId },
  });
  await until(async () => {
    const { rowCount } = await leaving.pool.query('select 1 from calls where account_id = $1', [own.accountId]);
    return rowCount === 1;
  }, 'the call to be written');
  const stopped = leaving.stop();
  expect((await idle.closed).code).toBe(1012);
  expect((await busy.closed).code).toBe(1012);
  expect(results(busy, '1')).toEqual([{ data: { initiateCall: { __typename: 'InitiateCallSuccess' } } }]);
  await stopped;
});
