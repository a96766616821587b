import { Pool } from 'pg';
import { restClient } from '../../support/client';
import { createDatabase, type TestDatabase } from '../../support/database';
import { createTestAccount } from '../../support/factories';
import { insertTalk, SMALL_TALK } from '../../support/insert-talk';
import { startTestServer } from '../../support/server';
import { startServerProcess } from '../../support/server-process';
import { until } from '../../support/until';
import { completion, type Endpoint, json, type Reply, startEndpoint } from '../model/support/endpoint';

const FINDINGS = {
  ...{ summary: 'They talked.', sentiment: 'NEUTRAL', keyPoints: [], actionItems: [], extracted: {} },
  success: { verdict: 'UNKNOWN', score: 0.5, rationale: 'No goal.' },
};
const late = (ms: number): Reply => {
  const reply = json(completion(JSON.stringify(FINDINGS)));
  return (response, request) => void setTimeout(() => reply(response, request), ms);
};
const NEVER: Reply = () => {};

let database: TestDatabase;
let pool: Pool;
let endpoint: Endpoint;
beforeEach(async () => {
  database = await createDatabase();
  pool = new Pool({ connectionString: database.url });
});
afterEach(async () => {
  await pool.end();
  await endpoint.close();
  await database.drop();
});

const environment = () => ({ LLM_BASE_URL: endpoint.url, LLM_MODEL: 'real', LLM_API_KEY: 'k' });
const statuses = async () =>
  (await pool.query('select distinct analysis_status from calls order by 1')).rows.map((row) => row.analysis_status);

test('two servers never make the same analysis, however long it takes', async () => {
  endpoint = await startEndpoint(late(400));
  const account = await createTestAccount(pool);
  const servers = await Promise.all(
    [0, 1].map(() => startTestServer({ databaseUrl: database.url, environment: environment() })),
  );
  try {
    const talks = Array.from({ length: 40 }, (_, at) => [`Call number ${at}?`, 'Yes.']);
    for (const lines of talks) await insertTalk(pool, account, { lines });
    await until(async () => (await statuses()).join() === 'COMPLETED', 'all analyses', 30);
    const asked = endpoint.asked.map(({ body }) => /Call number \d+/.exec(JSON.stringify(body))?.[0] ?? '');
    expect(asked.toSorted()).toEqual(talks.map(([line = '']) => line.replace('?', '')).toSorted());
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});

test('accounts take turns, however many analyses one of them has waiting', async () => {
  endpoint = await startEndpoint(late(200));
  const [many, few] = [await createTestAccount(pool), await createTestAccount(pool)];
  for (let call = 0; call < 40; call++) await insertTalk(pool, many, { lines: ['Call of the many?', 'Yes.'] });
  for (let call = 0; call < 3; call++) await insertTalk(pool, few, { lines: ['Call of the few?', 'Yes.'] });
  const server = await startTestServer({ databaseUrl: database.url, environment: environment() });
  try {
    await until(async () => (await statuses()).join() === 'COMPLETED', 'all analyses', 30);
    const asked = endpoint.asked.map(({ body }) => JSON.stringify(body).includes('of the few'));
    expect(asked.filter(Boolean)).toHaveLength(3);
    expect(asked.lastIndexOf(true)).toBeLessThan(20);
  } finally {
    await server.stop();
  }
});

test('a server that stops leaves its analyses to the others at once', async () => {
  endpoint = await startEndpoint(NEVER, late(0));
  const account = await createTestAccount(pool);
  const first = await startTestServer({ databaseUrl: database.url, environment: environment() });
  const id = await insertTalk(pool, account, { lines: SMALL_TALK });
  await until(async () => endpoint.asked.length === 1, 'the model to be asked');
  await first.stop();
  expect(await statuses()).toEqual(['PENDING']);
  const second = await startTestServer({ databaseUrl: database.url, environment: environment() });
  try {
    const look = async () => (await restClient(second.url, account.key).get(`/calls/${id}/analysis`)).body.data;
    await until(async () => (await look()).status === 'COMPLETED', 'the analysis', 15);
  } finally {
    await second.stop();
  }
});

test('what a server was making when it was killed is made by another when its lease is over', async () => {
  endpoint = await startEndpoint(NEVER, late(0));
  const account = await createTestAccount(pool);
  const victim = await startServerProcess(database.url, environment());
  const id = await insertTalk(pool, account);
  await until(async () => endpoint.asked.length === 1, 'the model to be asked');
  await victim.kill();
  const survivor = await startTestServer({ databaseUrl: database.url, environment: environment() });
  try {
    const look = async () => (await restClient(survivor.url, account.key).get(`/calls/${id}/analysis`)).body.data;
    expect(await look()).toMatchObject({ status: 'PROCESSING', reason: 'It is being made.' });
    await until(async () => (await look()).status === 'COMPLETED', 'the analysis', 20);
    expect(await look()).toMatchObject({ summary: 'They talked.', model: 'real' });
  } finally {
    await survivor.stop();
  }
}, 40_000);

test('a lease is renewed while the model works, and given up by whoever lost it', async () => {
  endpoint = await startEndpoint(NEVER);
  const account = await createTestAccount(pool);
  const server = await startTestServer({ databaseUrl: database.url, environment: environment() });
  try {
    const id = await insertTalk(pool, account);
    const due = async () =>
      (await pool.query('select due_at from call_analyses where call_id = $1', [id])).rows[0].due_at;
    await until(async () => endpoint.asked.length === 1, 'the model to be asked');
    const before = await due();
    await until(async () => (await due()) > before, 'the lease to be renewed', 10);
    await pool.query('update call_analyses set attempts = attempts + 1 where call_id = $1', [id]);
    await until(async () => endpoint.givenUp() === 1, 'the request to be given up', 10);
  } finally {
    await server.stop();
  }
});
