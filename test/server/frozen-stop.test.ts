import { type Line, startLine } from '../../bench/outage/line';
import { type Simulator, startSimulator } from '../../src/simulator';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { ledgerFaults } from '../support/ledger';
import { startTestServer, type TestServer } from '../support/server';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { TALKATIVE } from '../support/talkative';
import { until } from '../support/until';

jest.setTimeout(40_000);

const SPEED = '20';

let carrier: Simulator;
let survivor: TestServer;
let line: Line;
beforeAll(async () => {
  carrier = await startSimulator({ speed: Number(SPEED) });
  survivor = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: SPEED } });
  line = await startLine(survivor.databaseUrl);
});
afterEach(() => line.freeze(false));
afterAll(async () => {
  await line.close();
  await survivor.stop();
  await carrier.close();
});

/** A server whose way to the database can be frozen, and its log. */
async function startOnTheLine(SHUTDOWN_SECONDS: string): Promise<{ server: ServerProcess; log: string[] }> {
  const log: string[] = [];
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: SPEED, SHUTDOWN_SECONDS };
  return { server: await startServerProcess(line.url, environment, (text) => log.push(text)), log };
}

/** @returns its exit code, and the milliseconds that it took */
async function stopped(server: ServerProcess): Promise<[code: number | null, ms: number]> {
  const from = performance.now();
  return [await server.terminate(), performance.now() - from];
}

const LEFT = /"msg":"the database did not answer at the end: what was unfinished is taken up by other servers/;

test('a server that is stopped just when its database freezes ends within seconds, and says what it left', async () => {
  const { server, log } = await startOnTheLine('1');
  line.freeze(true);
  const [code, ms] = await stopped(server);
  expect([code, log.join('\n')]).toEqual([0, expect.stringMatching(LEFT)]);
  expect(ms).toBeLessThan(8000);
});

test('with a talk at it, too: what cannot be written is lost in words, and the call is ended by another server', async () => {
  const { server, log } = await startOnTheLine('0');
  const account = await createTestAccount(survivor.pool, { credits: 100, agent: TALKATIVE });
  const { post } = restClient(server.url, account.key);
  const { body } = await post('/calls', { toNumber: '+1234567890', agentId: account.agentId });
  const { id } = body.data.call;
  await until(async () => {
    const { rows } = await survivor.pool.query<{ turns: number }>('select turns from calls where id = $1', [id]);
    return (rows[0]?.turns ?? 0) > 0;
  }, 'the talk to begin');

  line.freeze(true);
  const [code, ms] = await stopped(server);
  expect([code, log.join('\n')]).toEqual([1, expect.stringMatching(LEFT)]);
  expect(log.join('\n')).toMatch(/"lost":\d.*"msg":"notes of a conversation could not be written and are lost"/);
  expect(ms).toBeLessThan(10_000);
  const { status } = await restClient(survivor.url, account.key).untilEnded(id, 20);
  expect(['COMPLETED', 'FAILED']).toContain(status);
  expect(await ledgerFaults(survivor.pool)).toEqual({});
});
