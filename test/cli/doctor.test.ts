import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Pool } from 'pg';
import { type Cli, cli, cliInProcess } from '../support/cli';
import { createDatabase, type TestDatabase } from '../support/database';
import { createTestAccount } from '../support/factories';
import { shared } from '../support/shared';

// The built program is started, on a machine that may have other things to do.
jest.setTimeout(60_000);

interface Report {
  ok: boolean;
  configuration: Record<string, string>;
  checks: Array<{ check: string; status: string; finding: string }>;
}

const SID = `AC${'0'.repeat(32)}`;
const REAL = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: 'hush-token', PUBLIC_URL: 'https://calls.example.com' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

async function examine(program: Cli): Promise<Report & { code: number; found: Record<string, string> }> {
  const { code, out, err } = await program.run('doctor', '--json');
  expect(err).toBe('');
  expect(out).not.toContain('hush');
  const report = JSON.parse(out) as Report;
  expect(report.ok).toBe(code === 0);
  const found = Object.fromEntries(report.checks.map(({ check, status, finding }) => [check, `${status} ${finding}`]));
  return { ...report, code, found };
}

test('with nothing to mend every part is found to be well', async () => {
  const program = cliInProcess({ DATABASE_URL: database.url, SIMULATOR_URL: shared().simulatorUrl, LOG_LEVEL: 'warn' });
  const { code, configuration, found } = await examine(program);
  expect(code).toBe(0);
  expect(configuration).toEqual({
    DATABASE_URL: '(set, not shown)',
    SIMULATOR_URL: shared().simulatorUrl,
    LOG_LEVEL: 'warn',
  });
  expect(found).toEqual({
    configuration: 'OK can be used (development)',
    database: expect.stringMatching(
      /^OK PostgreSQL \d+\.\d+, database test_\w+ as postgres: the one that DATABASE_URL/,
    ),
    migrations: 'OK none pending',
    provider: 'OK simulated carrier: no phone rings and nothing is billed; it answers at SIMULATOR_URL',
    model: 'OK simulated model: it follows simple rules and costs nothing',
    agents: 'OK none names a model that it may not',
    'test mode': 'OK on: calls of test keys go to the simulated carrier; it answers at SIMULATOR_URL',
    PUBLIC_URL: "OK the simulated carrier calls back at the server's own address",
    metrics: 'OK told to this machine only',
  });
  const { out } = await program.run('doctor');
  expect(out).toMatch(/^DATABASE_URL +\(set, not shown\)\n/);
  expect(out).toMatch(/^provider +OK +simulated carrier/m);
});

test('pending migrations are found and not run', async () => {
  const empty = await createDatabase({ empty: true });
  const program = cliInProcess({ DATABASE_URL: empty.url });
  for (let time = 0; time < 2; time++) {
    const { code, found } = await examine(program);
    expect(code).toBe(1);
    expect(found.migrations).toMatch(/^FAILED \d+ pending \(Initial\d+.*\); run `npx call-manager migrate`/);
  }
  const { migrated } = await program.json<{ migrated: string[] }>('migrate');
  expect(migrated).toContainEqual(expect.stringMatching(/^Initial\d+$/));
  expect((await examine(program)).found.migrations).toBe('OK none pending');
  await empty.drop();
});

test('a database user who may only read, and a database that takes no changes, are no use', async () => {
  const own = await createDatabase();
  const reader = `reader_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: own.url });
  await client.connect();
  try {
    await client.query(`create role ${reader} login; grant select on all tables in schema public to ${reader}`);
    const reading = await examine(cliInProcess({ DATABASE_URL: own.url.replace('//postgres@', `//${reader}@`) }));
    expect(reading.code).toBe(1);
    expect(reading.found.database).toMatch(
      new RegExp(`^FAILED The database user ${reader} may not change accounts, .*calls.*name the owner of the tables`),
    );
    await client.query(`grant insert, update, delete on all tables in schema public to ${reader}`);
    const writing = await examine(cliInProcess({ DATABASE_URL: own.url.replace('//postgres@', `//${reader}@`) }));
    expect(writing.found).toMatchObject({ database: expect.stringMatching(/^OK/), migrations: 'OK none pending' });
    await client.query(`alter role ${reader} set default_transaction_read_only = on`);
    const frozen = await examine(cliInProcess({ DATABASE_URL: own.url.replace('//postgres@', `//${reader}@`) }));
    expect(frozen.found.database).toMatch(/^FAILED The database takes no changes/);
  } finally {
    await client.query(`drop owned by ${reader}; drop role ${reader}`);
    await client.end();
    await own.drop();
  }
});

test.each([
  ['with a table by the name of ours', 'create table accounts (id integer)', 'accounts'],
  ['with tables of its own', 'create table films (id integer); create table songs (id integer)', 'films, songs'],
  [
    'with migrations of another program',
    `create table migrations (id integer, name text); insert into migrations values (1, 'Films1')`,
    'migrations',
  ],
  [
    'with migrations of another kind',
    'create table migrations (version integer); insert into migrations values (1)',
    'migrations',
  ],
])('a database of somebody else, %s, is not to be migrated', async (_, tables, names) => {
  const foreign = await createDatabase({ empty: true });
  const client = new Client({ connectionString: foreign.url });
  await client.connect();
  await client.query(tables);
  await client.end();
  const program = cliInProcess({ DATABASE_URL: foreign.url });
  const { code, found } = await examine(program);
  const said = `The database has tables of another program (${names}). Let DATABASE_URL name an empty one.`;
  expect(code).toBe(1);
  expect(found.migrations).toBe(`FAILED ${said}`);
  expect(await program.run('account', 'list')).toEqual({ code: 1, out: '', err: `call-manager: ${said}\n` });
  await foreign.drop();
});

test('a configuration that cannot be used is told problem by problem, beside what can be looked at', async () => {
  const { code, found, checks } = await examine(
    cliInProcess({ ...REAL, DATABASE_URL: database.url, PUBLIC_URL: 'http://localhost', PORT: 'x' }),
  );
  expect(code).toBe(1);
  expect(checks.filter(({ check }) => check === 'configuration')).toEqual([
    { check: 'configuration', status: 'FAILED', finding: expect.stringMatching(/^PORT: /) },
    { check: 'configuration', status: 'FAILED', finding: expect.stringMatching(/^PUBLIC_URL: must be https/) },
  ]);
  expect(found).toMatchObject({ migrations: 'OK none pending', provider: 'SKIPPED mend the configuration first' });
});

test('a database that does not answer is told without its password', async () => {
  const { code, found } = await examine(cliInProcess({ DATABASE_URL: 'postgresql://me:hush@127.0.0.1:1/none' }));
  expect(code).toBe(1);
  expect(found.database).toMatch(/^FAILED The database cannot be used: .*ECONNREFUSED/);
  expect(found.migrations).toBe('SKIPPED mend the database first');
});

test('a simulated carrier that does not answer is told', async () => {
  const { code, found } = await examine(
    cliInProcess({ DATABASE_URL: database.url, SIMULATOR_URL: 'http://127.0.0.1:1' }),
  );
  expect(code).toBe(1);
  expect(found.provider).toMatch(/^FAILED .*nothing answers at SIMULATOR_URL, run `npm run simulator`$/);
});

test('real credentials are shown to the provider itself', async () => {
  const asked: string[] = [];
  const proxy = http.createServer().on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const { code, found } = await examine(cli({ ...REAL, DATABASE_URL: database.url, HTTP_PROXY }));
  await new Promise((resolve) => proxy.close(resolve));
  expect(asked).toEqual(['api.twilio.com:443']);
  expect(code).toBe(1);
  expect(found.provider).toMatch(/^FAILED Twilio cannot be reached/);
  expect(found.PUBLIC_URL).toMatch(/^OK Twilio calls back at https:\/\/calls\.example\.com;/);
  expect(found.metrics).toBe('WARNING told to nobody; with a real carrier that takes METRICS_TOKEN');
});

test('a model is asked for its list, with the key and at no cost', async () => {
  const asked: string[] = [];
  let status = 200;
  const endpoint = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response
      .writeHead(status, { 'Content-Type': 'application/json', Location: '/elsewhere' })
      .end('{"data": [{"id": "talker"}]}');
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const LLM_BASE_URL = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/v1`;
  const model = async (LLM_MODEL: string) => {
    const environment = { DATABASE_URL: database.url, LLM_BASE_URL, LLM_API_KEY: 'hush-key', LLM_MODEL };
    return (await examine(cliInProcess(environment))).found.model;
  };
  expect(await model('talker')).toBe('OK the endpoint takes the key and has the model talker');
  expect(await model('singer')).toMatch(/^WARNING .*does not list singer; look at LLM_MODEL$/);
  status = 401;
  expect(await model('talker')).toMatch(/^FAILED the endpoint refuses the key \(401\); look at LLM_API_KEY$/);
  status = 308;
  expect(await model('talker')).toMatch(/^FAILED the endpoint redirects \(308\), which is not followed/);
  status = 404;
  expect(await model('talker')).toMatch(/^WARNING the endpoint answers, but does not list its models \(404\)/);
  expect(new Set(asked)).toEqual(new Set(['GET /v1/models Bearer hush-key']));
  await new Promise((resolve) => endpoint.close(resolve));
  expect(await model('talker')).toMatch(/^FAILED nothing usable answers at LLM_BASE_URL/);
});

test('agents that name a model which they may not are told of', async () => {
  const pool = new Pool({ connectionString: database.url });
  try {
    const agent = { settings: { model: 'dear' } };
    await createTestAccount(pool, { agent });
    await createTestAccount(pool, { agent });
    await createTestAccount(pool, { agent: { settings: { model: 'small' } } });
  } finally {
    await pool.end();
  }
  const models = { DATABASE_URL: database.url, LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_MODEL: 'ours' };
  const agents = async (environment: object) =>
    (await examine(cliInProcess({ ...models, ...environment }))).found.agents;
  expect(await agents({})).toMatch(/^WARNING .*LLM_MODEL conducts their calls: dear \(2 agents\), small \(1 agent\)$/);
  expect(await agents({ LLM_MODELS: 'small' })).toMatch(/: dear \(2 agents\)$/);
  expect(await agents({ LLM_MODELS: '*' })).toMatch(/^OK /);
});
