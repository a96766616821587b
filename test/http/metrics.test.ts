import http from 'node:http';
import { ADVISORY_LOCKS } from '../../src/database/advisory-locks';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { until } from '../support/until';

const TOKEN = 'a-token-of-operators.0123';

let open: TestServer;
let guarded: TestServer;
beforeAll(async () => {
  const environment = { LEDGER_CHECK_SECONDS: '1', DATABASE_POOL_SIZE: '8' };
  open = await startTestServer({ environment });
  guarded = await startTestServer({
    databaseUrl: open.databaseUrl,
    environment: { METRICS_TOKEN: TOKEN, LEDGER_CHECK_SECONDS: '0' },
  });
});
afterAll(async () => {
  await guarded.stop();
  await open.stop();
});

interface Scrape {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

function scrape(server: TestServer, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<Scrape> {
  return new Promise((resolve, reject) => {
    http
      .request(`${server.url}/metrics`, { method, headers }, async (response) => {
        const text = String(Buffer.concat(await response.toArray()));
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      })
      .once('error', reject)
      .end();
  });
}

/** The value of a series, as it is written; undefined when it is not there. */
async function figure(series: string, server = open): Promise<number | undefined> {
  const { text } = await scrape(server);
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

const requestsOf = (route: string, method: string, status: number) =>
  `call_manager_http_request_duration_seconds_count{route="${route}",method="${method}",status="${status}"}`;

test('it is text in the format of Prometheus, with help for every metric', async () => {
  const { status, headers, text } = await scrape(open);
  expect({ status, type: headers['content-type'], cache: headers['cache-control'] }).toEqual({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    cache: 'no-store',
  });
  for (const line of text.trim().split('\n').filter(Boolean)) {
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\\]*",?)+\})? (-?[\d.e+-]+|[Nn]a[Nn]|\+Inf))$/);
  }
  const families = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
  expect(new Set(families).size).toBe(families.length);
  for (const name of [...text.matchAll(/^(call_manager_\w+?)(_bucket|_sum|_count)?[ {]/gm)].map(([, base]) => base)) {
    expect(families).toContain(name);
  }
  for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds', 'process_resident_memory_bytes']) {
    expect(families).toContain(name);
  }
});

test('requests are counted by route, method and status, with names in place of values', async () => {
  const { key } = await createTestAccount(open.pool);
  const rest = restClient(open.url, key);
  const detail = requestsOf('/api/v1/calls/:callId', 'GET', 404);
  const before = (await figure(detail)) ?? 0;
  await rest.get('/calls/0190b3a0-0000-7000-8000-000000000000');
  await rest.get('/calls/+14155550199');
  await rest.get('/account');
  await fetch(`${open.url}/graphql?query={__typename}`);
  await fetch(`${open.url}/nothing/${key}`);
  await fetch(`${open.url}/api/v1/nothing/${key}`);
  await until(async () => (await figure(detail)) === before + 2, 'both requests to be counted');
  expect(await figure(requestsOf('/api/v1/account', 'GET', 200))).toBe(1);
  expect(await figure(requestsOf('/graphql', 'GET', 200))).toBe(1);
  expect(await figure(requestsOf('other', 'GET', 404))).toBe(1);
  expect(await figure(requestsOf('/api/v1{/*path}', 'GET', 404))).toBe(1);
});

test('calls are counted as they live and end, and dials by what came of them', async () => {
  const { key, agentId } = await createTestAccount(open.pool);
  const rest = restClient(open.url, key);
  const [busy, accepted, refused] = [
    'call_manager_calls_ended_total{reason="BUSY"}',
    'call_manager_dials_total{outcome="accepted"}',
    'call_manager_dials_total{outcome="refused"}',
  ];
  expect([await figure(busy), await figure(accepted), await figure(refused)]).toEqual([0, 0, 0]);
  const call = (toNumber: string) => rest.post('/calls', { toNumber, agentId });
  const { body } = await call('+15005550010');
  await rest.untilEnded(body.data.call.id);
  expect((await call('+15005550001')).status).toBeGreaterThanOrEqual(400);
  expect([await figure(accepted), await figure(refused)]).toEqual([1, 1]);
  const { rows } = await open.pool.query('select ended_reason "reason", count(*)::int "calls" from calls group by 1');
  for (const { reason, calls } of rows) {
    expect(await figure(`call_manager_calls_ended_total{reason="${reason}"}`)).toBe(calls);
  }
  for (const status of ['INITIATED', 'RINGING', 'ANSWERED']) {
    expect(await figure(`call_manager_live_calls{status="${status}"}`)).toBe(0);
  }
});

test('connections and streams are told as they are', async () => {
  const { key } = await createTestAccount(open.pool);
  const streams = await figure('call_manager_live_streams');
  const listening = new AbortController();
  const stream = await fetch(`${open.url}/api/v1/events`, {
    headers: { 'X-API-Key': key, Accept: 'text/event-stream' },
    signal: listening.signal,
  });
  expect(stream.status).toBe(200);
  expect(await figure('call_manager_live_streams')).toBe((streams ?? 0) + 1);
  listening.abort();
  await until(async () => (await figure('call_manager_live_streams')) === streams, 'the stream to be gone');
  const total = (await figure('call_manager_database_connections{state="total"}')) ?? 0;
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(8);
  expect(await figure('call_manager_database_connections{state="waiting"}')).toBe(0);
});

test('the ledger is verified in the background, and what breaks it is counted and logged', async () => {
  const series = 'call_manager_ledger_violations{check="active-calls-counted"}';
  await until(async () => (await figure(series)) === 0, 'the first verification');
  const { accountId } = await createTestAccount(open.pool);
  const add = (places: number) =>
    open.pool.query('update credit_balances set active_calls = active_calls + $2 where account_id = $1', [
      accountId,
      places,
    ]);
  await add(1);
  await until(async () => (await figure(series)) === 1, 'a verification that finds it');
  expect(open.logs.join('')).toContain('"check":"active-calls-counted","violations":1');
  await add(-1);
  await until(async () => (await figure(series)) === 0, 'a verification that finds nothing');
  const at = (await figure('call_manager_ledger_verified_timestamp_seconds')) ?? 0;
  expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(30);
});

test('of several servers one verifies at a time', async () => {
  const verified = 'call_manager_ledger_verified_timestamp_seconds';
  const client = await open.pool.connect();
  try {
    await client.query(`begin; select pg_advisory_xact_lock(${ADVISORY_LOCKS.ledger})`);
    // A verification that had begun before may still end.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = await figure(verified);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await figure(verified)).toBe(before);
    await client.query('rollback');
    await until(async () => ((await figure(verified)) ?? 0) > (before ?? 0), 'the next verification');
  } finally {
    // Whatever it still holds goes with it.
    client.release(true);
  }
});

test('where it is switched off, nothing is told of the ledger', async () => {
  const { text } = await scrape(guarded, { authorization: `Bearer ${TOKEN}` });
  expect(text).not.toMatch(/^call_manager_ledger_violations\{/m);
  expect(text).toMatch(/^call_manager_ledger_verified_timestamp_seconds 0$/m);
});

test('nothing of an account, a call, a key or a person is told', async () => {
  const { key, accountId, agentId, fromNumber } = await createTestAccount(open.pool);
  const rest = restClient(open.url, key);
  const { body } = await rest.post('/calls', { toNumber: '+15005550010', agentId });
  await rest.get(`/calls/${body.data.call.id}`);
  await rest.untilEnded(body.data.call.id);
  const { text } = await scrape(open);
  for (const secret of [key, accountId, agentId, fromNumber.slice(1), '15005550010', body.data.call.id]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test.each<[string, http.OutgoingHttpHeaders]>([
  ['somebody behind a proxy', { 'x-forwarded-for': '203.0.113.7' }],
  ['a name that was made to resolve to this machine', { host: 'attacker.example:4000' }],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
])('without a token, %s reads nothing', async (_, headers) => {
  const { status, text } = await scrape(open, headers);
  expect(status).toBe(403);
  expect(JSON.parse(text)).toEqual({
    success: false,
    error: 'Only from the same machine, unless METRICS_TOKEN is set',
  });
});

test('with a token, who has it reads from anywhere, and nobody else does', async () => {
  const elsewhere = { 'x-forwarded-for': '203.0.113.7' };
  expect((await scrape(guarded, { ...elsewhere, authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  expect((await scrape(guarded, { authorization: `bearer ${TOKEN}` })).status).toBe(200);
  const { key } = await createTestAccount(open.pool);
  for (const authorization of ['', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, `Bearer ${key}`]) {
    const { status, headers, text } = await scrape(guarded, authorization ? { authorization } : {});
    expect({ status, asks: headers['www-authenticate'] }).toEqual({ status: 401, asks: 'Bearer' });
    expect(text).not.toContain('call_manager_');
  }
  expect(guarded.logs.join('')).not.toContain(TOKEN);
});

test('with a real carrier the token is needed, since a proxy may look like this machine', async () => {
  const provider = { kind: 'twilio' as const, accountSid: `AC${'0'.repeat(32)}`, authToken: 'hush', baseUrl: open.url };
  const start = (metricsToken?: string) =>
    startTestServer({
      databaseUrl: open.databaseUrl,
      environment: { LEDGER_CHECK_SECONDS: '0', LOG_LEVEL: 'warn' },
      config: { provider, metricsToken },
    });
  const [shut, opened] = await Promise.all([start(), start(TOKEN)]);
  try {
    for (const authorization of ['', `Bearer ${TOKEN}`]) {
      const { status, text } = await scrape(shut, authorization ? { authorization } : {});
      expect([status, JSON.parse(text)]).toEqual([
        403,
        { success: false, error: 'With a real carrier metrics are told only once METRICS_TOKEN is set' },
      ]);
    }
    const statuses = [await scrape(opened), await scrape(opened, { authorization: `Bearer ${TOKEN}` })];
    expect(statuses.map(({ status }) => status)).toEqual([401, 200]);
    const line = /nobody may read the metrics.*METRICS_TOKEN/;
    expect([shut, opened, open].map(({ logs }) => line.test(logs.join('')))).toEqual([true, false, false]);
  } finally {
    await Promise.all([shut.stop(), opened.stop()]);
  }
});

test('it is read, and nothing else', async () => {
  const { status, headers } = await scrape(open, {}, 'POST');
  expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' });
  expect(await scrape(open, {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
});
