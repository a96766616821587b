import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer } from '../support/server';
import { createTestTwin } from '../support/test-twin';
import { until } from '../support/until';
import { openStream } from './support/event-source';
import { ask, openSocket, results } from './support/socket';

test('a test key follows its own calls and none of the live key’s, and is told what it is', async () => {
  const server = await startTestServer();
  const live = await createTestAccount(server.pool);
  const twin = await createTestTwin(server.pool, live);
  const stream = await openStream(server.url, twin.key, '/events');
  expect(stream.headers.get('X-Test-Mode')).toBe('true');
  const socket = await openSocket(server.url);
  socket.send({ type: 'connection_init', payload: { apiKey: twin.key } });
  expect((await socket.message('connection_ack')).payload).toEqual({ testMode: true });
  ask(socket, '1', 'subscription { callUpdated { id } }');
  await until(async () => server.running.application.domain.hub.size === 2, 'both to listen');
  const [theirs, own] = await Promise.all(
    [live, twin].map(async ({ key, agentId }) => {
      const { body } = await restClient(server.url, key).post('/calls', { toNumber: '+15005550010', agentId });
      return restClient(server.url, key).untilEnded(body.data.call.id);
    }),
  );
  await until(async () => stream.events.some(({ event }) => event === 'call_completed'), 'the end of the call');
  expect(new Set(stream.events.map(({ data }) => data.callId))).toEqual(new Set([own.id]));
  expect(new Set(results(socket, '1').map(({ data }) => data.callUpdated.id))).toEqual(new Set([own.id]));
  expect(theirs.id).not.toBe(own.id);
  stream.close();
  socket.close();
  await server.stop();
});

test('where test mode is switched off a test key follows nothing', async () => {
  const server = await startTestServer({ environment: { TEST_MODE: 'off' } });
  const twin = await createTestTwin(server.pool, await createTestAccount(server.pool));
  expect((await openStream(server.url, twin.key, '/events')).status).toBe(403);
  const socket = await openSocket(server.url);
  socket.send({ type: 'connection_init', payload: { apiKey: twin.key } });
  expect((await socket.closed).code).toBe(4403);
  await server.stop();
});
