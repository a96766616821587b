import http from 'node:http';
import net from 'node:net';
import { MAGIC_NUMBERS } from '../../src/demo/magic-numbers';
import { scenarioFor } from '../../src/simulator/scenarios';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** What a client is told that sends these headers. */
function told(headers: http.OutgoingHttpHeaders = {}): Promise<{ demo: unknown }> {
  return new Promise((resolve, reject) => {
    http
      .get(`${server.url}/explorer.json`, { headers }, async (response) => {
        expect(response.headers['cache-control']).toBe('no-store');
        resolve(JSON.parse(String(Buffer.concat(await response.toArray()))));
      })
      .once('error', reject);
  });
}

test('who is at this machine is told of the demo, and no more of it than a page needs', async () => {
  const { apiKey, agentId, fromNumberId } = server.running.demo ?? {};
  expect(await told()).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    simulated: true,
    graphqlUrl: '/graphql',
    restUrl: '/api/v1',
    demo: { apiKey, agentId, fromNumberId },
    magicNumbers: MAGIC_NUMBERS,
  });
  for (const host of ['localhost', 'LOCALHOST:4000', '127.0.0.1', '[::1]:4000']) {
    expect((await told({ host, 'sec-fetch-site': 'same-origin' })).demo).not.toBeNull();
    expect((await told({ host, origin: `http://${host}` })).demo).not.toBeNull();
  }
});

test.each<[string, http.OutgoingHttpHeaders]>([
  ['a name that was made to resolve to this machine', { host: 'attacker.example:4000' }],
  ['a name that begins like this machine', { host: 'localhost.attacker.example' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ['a page of another origin in a browser that says no more', { origin: 'http://attacker.example' }],
  ['a page of no origin', { origin: 'null' }],
  ['somebody behind a proxy', { 'x-forwarded-for': '203.0.113.7' }],
  ['somebody behind a proxy that says so by the standard', { forwarded: 'for=203.0.113.7' }],
])('%s is told nothing of the demo', async (_, headers) => {
  expect((await told(headers)).demo).toBeNull();
});

test('a proxy that says nothing of itself is told nothing of the demo', async () => {
  const { port, hostname } = new URL(server.url);
  const socket = net.connect(Number(port), hostname);
  socket.end(`GET /explorer.json HTTP/1.0\r\nHost: ${hostname}:${port}\r\n\r\n`);
  const answer = String(Buffer.concat(await socket.toArray()));
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).demo).toBeNull();
});

test.each([
  ['on', MAGIC_NUMBERS],
  ['off', []],
])('beside a real carrier with test mode %s, the numbers are told that test keys have', async (TEST_MODE, numbers) => {
  const credentials = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'nobody-knows' };
  const elsewhere = { PUBLIC_URL: 'https://calls.example.com' };
  const real = await startTestServer({ environment: { ...credentials, ...elsewhere, TEST_MODE } });
  try {
    const answer = await fetch(`${real.url}/explorer.json`);
    expect(await answer.json()).toMatchObject({ simulated: false, demo: null, magicNumbers: numbers });
  } finally {
    await real.stop();
  }
});

test('each number of the simulated carrier is told of, and nothing else', () => {
  const known = Array.from({ length: 100 }, (_, last) => `+150055500${String(last).padStart(2, '0')}`).filter(
    (number) => scenarioFor(number) !== scenarioFor('+14155550100'),
  );
  expect(MAGIC_NUMBERS.map(({ number }) => number)).toEqual(known);
});
