import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { newSid, type ScriptedCarrier, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { statusFields, twilioCaller } from '../support/twilio-caller';
import { until } from '../support/until';

/** So few requests at a time, and so little that waits for the database. */
const MAX_REQUESTS = 4;
const POOL_SIZE = 2;
const TOO_MUCH = 'The server has too much to do. Try again.';

let carrier: ScriptedCarrier;
let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({
    environment: {
      SIMULATOR_URL: carrier.url,
      SIMULATOR_SPEED: '1',
      DATABASE_POOL_SIZE: String(POOL_SIZE),
      MAX_REQUESTS: String(MAX_REQUESTS),
      MAX_DATABASE_QUEUE: '1',
    },
  });
  account = await createTestAccount(server.pool);
});
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

/** Takes connections out of the server's pool for a while. */
async function holding<T>(connections: number, work: () => Promise<T>): Promise<T> {
  const held = await Promise.all(Array.from({ length: connections }, () => server.pool.connect()));
  try {
    return await work();
  } finally {
    for (const client of held) client.release();
  }
}

const underWay = () => server.running.application.traffic.underWay;

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1] ?? 0,
  );
};

test('more requests than a server may have under way get 503 at once on both doors, and those under way are served', async () => {
  const rest = restClient(server.url, account.key);
  const { accepted, refused, graphql, took } = await holding(POOL_SIZE, async () => {
    const waiting = Array.from({ length: MAX_REQUESTS }, () => rest.get('/calls'));
    await until(async () => underWay() === MAX_REQUESTS, 'them to be under way');
    const begun = performance.now();
    const answers = await Promise.all([
      rest.get('/calls'),
      graphqlClient(server.url, account.key)('{ account { id } }'),
      fetch(`${server.url}/healthz`),
    ]);
    expect(answers[2].status).toBe(200);
    return { accepted: waiting, refused: answers[0], graphql: answers[1], took: performance.now() - begun };
  });
  expect(took).toBeLessThan(5000);
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '1']);
  expect(refused.body).toEqual({ success: false, error: 'Service unavailable', message: TOO_MUCH });
  expect([graphql.status, graphql.headers.get('Retry-After')]).toEqual([503, '1']);
  expect(graphql.body).toEqual({
    errors: [{ message: TOO_MUCH, extensions: { code: 'UNAVAILABLE', retryAfterSeconds: 1 } }],
  });
  expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual(accepted.map(() => 200));
  expect(await metric('call_manager_requests_refused_total{reason="too-many-requests"}')).toBe(2);
  expect((await rest.get('/calls')).status).toBe(200);
});

test('what waits for the carrier, an event or a reader is no work', async () => {
  const own = await createTestAccount(server.pool);
  const rest = restClient(server.url, own.key);
  let reply = () => undefined as unknown;
  const replied = new Promise<void>((resolve) => {
    reply = resolve;
  });
  carrier.script(() => replied.then(() => ({ status: 201, body: { sid: newSid(), status: 'queued' } })));
  const dials: Array<ReturnType<typeof rest.post>> = [];
  for (let nth = 1; nth <= MAX_REQUESTS + 2; nth++) {
    dials.push(rest.post('/calls', { toNumber: `+141500010${10 + nth}`, agentId: own.agentId }));
    await until(async () => carrier.creates().length === nth, 'the carrier to be asked');
  }
  const stream = new AbortController();
  for (let nth = 1; nth <= MAX_REQUESTS; nth++) {
    const { status } = await fetch(`${server.url}/api/v1/events`, {
      headers: { 'X-API-Key': own.key, Accept: 'text/event-stream' },
      signal: stream.signal,
    });
    expect(status).toBe(200);
  }
  expect((await rest.get('/calls')).status).toBe(200);
  expect(underWay()).toBe(0);
  stream.abort();
  reply();
  expect((await Promise.all(dials)).map(({ status }) => status)).toEqual(dials.map(() => 200));
});

test('while work queues for the database requests are refused, and the callbacks of the carrier are taken', async () => {
  const rest = restClient(server.url, account.key);
  const sid = `CA${'0'.repeat(32)}`;
  carrier.script(async () => ({ status: 201, body: { sid, status: 'queued' } }));
  const { body } = await rest.post('/calls', { toNumber: '+14150002000', agentId: account.agentId });
  const call = { accountId: account.accountId, id: body.data.call.id as string, sid };
  const twilio = await twilioCaller(server.pool);
  const { refused, callback } = await holding(POOL_SIZE, async () => {
    const queue = [server.pool.query('select 1'), server.pool.query('select 1')];
    const answer = await rest.get('/account');
    const told = twilio.post(server, call, 'status', statusFields('ringing', { at: 1 }));
    void Promise.all(queue);
    return { refused: answer, callback: told };
  });
  expect([refused.status, refused.body.message]).toEqual([503, TOO_MUCH]);
  expect((await callback).status).toBe(204);
  expect((await rest.get(`/calls/${call.id}`)).body.data.call.status).toBe('RINGING');
});
