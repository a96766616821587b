import { once } from 'node:events';
import net from 'node:net';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

/** What the HTTP client of Java 17 offers with every first request. */
const JAVA = [
  'Connection: Upgrade, HTTP2-Settings',
  'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
  'Upgrade: h2c',
  'User-Agent: Java-http-client/17.0.9',
];

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** A connection that stays, and what came on it. */
async function connect() {
  const { port, hostname } = new URL(server.url);
  const socket = net.connect(Number(port), hostname);
  let got = '';
  socket.on('data', (bytes) => {
    got += bytes;
  });
  await once(socket, 'connect');
  return {
    socket,
    /** Sends a request; `chunks` go out one by one, each in a packet of its own. */
    send: async (line: string, headers: string[], ...chunks: string[]) => {
      const length = chunks.length > 0 ? [`Content-Length: ${Buffer.byteLength(chunks.join(''))}`] : [];
      const head = [`${line} HTTP/1.1`, 'Host: localhost', `X-API-Key: ${account.key}`, ...headers, ...length, '', ''];
      socket.write(head.join('\r\n'));
      for (const chunk of chunks) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        socket.write(chunk);
      }
    },
    /** Takes the next answer off the connection. */
    answer: async () => {
      const [head, length] = await until(async () => {
        const end = got.indexOf('\r\n\r\n');
        const bytes = Number(/^content-length: (\d+)$/im.exec(got.slice(0, Math.max(0, end)))?.[1] ?? 0);
        return end >= 0 && got.length >= end + 4 + bytes && ([end + 4, bytes] as const);
      }, 'an answer');
      const text = got.slice(head, head + length);
      const status = Number(got.split(' ')[1]);
      got = got.slice(head + length);
      return { status, body: text === '' ? null : JSON.parse(text) };
    },
  };
}

const callOf = (size = 0) =>
  JSON.stringify({ toNumber: randomPhoneNumber(), agentId: account.agentId, contactData: { note: 'x'.repeat(size) } });
const JSON_BODY = 'Content-Type: application/json';

test.each([
  ['HTTP/2', JAVA],
  ['TLS', ['Connection: Upgrade', 'Upgrade: TLS/1.2']],
  ['several protocols', ['Connection: upgrade', 'Upgrade: h2c, websocket']],
  ['protocols in several lines', ['Connection: upgrade', 'Upgrade: h2c', 'Upgrade: websocket']],
])('who offers %s is served by HTTP/1.1, request after request on one connection', async (_, offer) => {
  const { socket, send, answer } = await connect();
  await send('GET /api/v1/account', offer);
  expect(await answer()).toMatchObject({ status: 200, body: { data: { account: { id: account.accountId } } } });
  await send('POST /api/v1/calls', [...offer, JSON_BODY], callOf());
  expect(await answer()).toMatchObject({ status: 200, body: { success: true } });
  await send('POST /graphql', [JSON_BODY], JSON.stringify({ query: '{ account { id } }' }));
  expect(await answer()).toEqual({ status: 200, body: { data: { account: { id: account.accountId } } } });
  await send('GET /healthz', offer);
  expect((await answer()).status).toBe(200);
  socket.destroy();
});

test('a body comes whole, in however many pieces', async () => {
  const { socket, send, answer } = await connect();
  const text = callOf(60_000);
  await send('POST /api/v1/calls', [...JAVA, JSON_BODY], text.slice(0, 10), text.slice(10, 40_000), text.slice(40_000));
  const { status, body } = await answer();
  expect([status, body.success]).toEqual([200, true]);
  await send('GET /api/v1/account', []);
  expect((await answer()).status).toBe(200);
  socket.destroy();
});

test('a client that asks to close the connection gets it closed', async () => {
  const { socket, send, answer } = await connect();
  const closed = once(socket, 'close');
  await send('GET /api/v1/account', ['Connection: close, Upgrade', 'Upgrade: h2c']);
  expect((await answer()).status).toBe(200);
  await closed;
});

test.each([
  ['HTTP/2', '/healthz', 'h2c'],
  ['a WebSocket', '/graphql', 'websocket'],
  ['a WebSocket that is not there', '/nowhere', 'websocket'],
])('an offer of %s behind an unanswered request ends the connection, and nothing else', async (_, path, protocol) => {
  const { hostname, port } = new URL(server.url);
  const socket = net.connect(Number(port), hostname);
  let got = '';
  socket.on('data', (bytes) => {
    got += bytes;
  });
  socket.on('error', () => undefined);
  const offer = `Connection: Upgrade\r\nUpgrade: ${protocol}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}\r\n`;
  const get = (target: string, headers = '') => socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
  socket.cork();
  get('/readyz');
  get(path, offer);
  socket.uncork();
  // Versions of Node differ in whether they tell of an offer of HTTP/2 at all.
  await until(async () => socket.destroyed || got.includes('"status":"ready"'), 'its end, or an answer');
  get('/readyz');
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(got).not.toMatch(/^HTTP\/1\.1 (101|404)/m);
  socket.destroy();
});

test('clients that break off while their WebSocket is refused harm nobody', async () => {
  const { hostname, port } = new URL(server.url);
  for (let time = 0; time < 20; time++) {
    const socket = net.connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    if (time % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    socket.resetAndDestroy();
  }
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});
