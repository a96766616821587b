import { once } from 'node:events';
import net from 'node:net';
import { restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

/** So few requests at a time. */
const MAX_REQUESTS = 4;
/** So many unfinished bodies of one sender have time. */
const PATIENT = 50;

let server: TestServer;
let account: TestAccount;
let stranger: TestAccount;
beforeAll(async () => {
  server = await startTestServer({ environment: { MAX_REQUESTS: String(MAX_REQUESTS) } });
  account = await createTestAccount(server.pool);
  stranger = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

/** Begins a request and sends half of its body. */
async function begin(path: string, key: string | null) {
  const { port, hostname } = new URL(server.url);
  const socket = net.connect(Number(port), hostname);
  const state = { socket, got: '', closedAfter: null as number | null };
  const begun = performance.now();
  socket.on('data', (bytes) => {
    state.got += bytes;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    state.closedAfter = performance.now() - begun;
  });
  await once(socket, 'connect');
  const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', 'Content-Length: 50'];
  socket.write([...head, ...(key === null ? [] : [`X-API-Key: ${key}`]), '', '{'].join('\r\n'));
  return state;
}

const bodyOf = (got: string) => JSON.parse(got.slice(got.indexOf('\r\n\r\n')));

test('bodies that do not arrive are no work, take nobody’s place, and are given up in time', async () => {
  const { traffic } = server.running.application;
  // One after the other: those that come in one go are work for a moment, and too much of it.
  const many = async (count: number, path: string, key: string | null) => {
    const begun: Awaited<ReturnType<typeof begin>>[] = [];
    while (begun.length < count) {
      const before = traffic.resting;
      begun.push(await begin(path, key));
      await until(async () => traffic.resting > before, 'a request to wait for its body');
    }
    return begun;
  };
  const calls = await many(PATIENT, '/api/v1/calls', stranger.key);
  const documents = await many(MAX_REQUESTS, '/graphql', null);
  const rest = restClient(server.url, account.key);
  expect(traffic.underWay).toBe(0);
  expect((await rest.post('/calls/preview', { toNumber: '+14155550100', agentId: account.agentId })).status).toBe(200);

  const [more] = await many(1, '/api/v1/calls', stranger.key);
  await until(async () => more?.closedAfter, 'one too many to be given up');
  expect(more?.closedAfter).toBeLessThan(5000);
  expect([...calls, ...documents].map(({ closedAfter }) => closedAfter)).toEqual(
    Array(PATIENT + MAX_REQUESTS).fill(null),
  );
  const own = await begin('/api/v1/calls', account.key);
  own.socket.write(' '.repeat(49));
  await until(async () => own.got !== '', 'a body that arrives late to be read');
  expect(own.got).toMatch(/^HTTP\/1.1 400 /);
  own.socket.destroy();

  await until(async () => [...calls, ...documents].every(({ closedAfter }) => closedAfter), 'all to be given up');
  for (const { got } of [...calls, ...(more ? [more] : [])]) {
    expect(got).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
    expect(got).toMatch(/^Connection: close\r$/m);
    expect(bodyOf(got)).toEqual({ success: false, error: 'The request body did not arrive in time' });
  }
  for (const { got } of documents) {
    expect(got).toMatch(/^HTTP\/1.1 408 /);
    expect(bodyOf(got)).toEqual({
      errors: [{ message: 'The request body did not arrive in time', extensions: { code: 'BAD_REQUEST' } }],
    });
  }
  expect((await rest.get('/account')).status).toBe(200);
});
