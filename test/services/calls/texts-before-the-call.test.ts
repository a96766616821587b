import { Script } from 'node:vm';
import type { Pool } from 'pg';
import { createDataSource, poolOf } from '../../../src/database/data-source';
import { Admissions } from '../../../src/services/calls/admissions';
import { LIMITS } from '../../../src/services/prompts/engine';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';

let server: TestServer;
/** Nobody else's, so that it is known for what its connections are taken. */
let pool: Pool;
let close: () => Promise<void>;
let admissions: Admissions;
beforeAll(async () => {
  server = await startTestServer();
  const dataSource = await createDataSource({ url: server.databaseUrl, poolSize: 3 }).initialize();
  pool = poolOf(dataSource);
  close = () => dataSource.destroy();
  const { timing, serverId, facts, hub } = server.running.application.domain;
  admissions = new Admissions(pool, { timing, serverId }, facts, hub);
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await close();
  await server.stop();
});

const MUCH = 'x'.repeat(10_000);
const FITS = 'They say: {{ note }}';
/** Ten times as much is no text for a call. */
const TOO_LONG = FITS.repeat(10);

function request({ accountId, agentId }: TestAccount, toNumber: string, contactData = { note: MUCH }) {
  const nothing = { fromNumberId: null, contactName: null, idempotencyKey: null, fingerprint: null };
  return { accountId, agentId, toNumber, contactData, ...nothing };
}

const rewrite = ({ agentId }: TestAccount, prompt: string) =>
  server.pool.query('update agents set prompt = $2 where id = $1', [agentId, prompt]);

/** Of each time that texts are filled in ahead of a call: how many connections are in use. Begun again on a busy machine, it is one. */
function readings(): number[] {
  const seen: number[] = [];
  let isAgain = false;
  const run = Script.prototype.runInContext;
  jest.spyOn(Script.prototype, 'runInContext').mockImplementation(function (this: Script, ...all) {
    if (all[1]?.timeout === LIMITS.renderAheadMs && !isAgain) {
      seen.push(pool.totalCount - pool.idleCount);
      isAgain = true;
      queueMicrotask(() => {
        isAgain = false;
      });
    }
    return run.apply(this, all);
  });
  return seen;
}

/** Does something before each transaction, with its number from 1. */
function beforeTransactions(act: (number: number) => Promise<unknown>): void {
  const connect = pool.connect.bind(pool) as () => Promise<unknown>;
  let number = 0;
  jest.spyOn(pool, 'connect').mockImplementation(async () => {
    number += 1;
    await act(number);
    return connect();
  });
}

test('the texts of a call with much data are filled in while nobody waits for a lock or a connection', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: FITS } });
  const seen = readings();
  const { kind } = await admissions.admit(request(account, randomPhoneNumber()));
  expect([kind, seen]).toEqual(['granted', [0]]);
});

test('a call with little data takes one transaction, and nothing is filled in', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: FITS } });
  const seen = readings();
  let transactions = 0;
  beforeTransactions(async (number) => {
    transactions = number;
  });
  const { kind } = await admissions.admit(request(account, randomPhoneNumber(), { note: 'x' }));
  expect([kind, seen, transactions]).toEqual(['granted', [], 1]);
});

test.each([
  ['no longer fit', FITS, TOO_LONG, 'refused'],
  ['fit by now', TOO_LONG, FITS, 'granted'],
])('texts that %s when the call is written are decided as they are then', async (_, before, after, decided) => {
  const account = await createTestAccount(server.pool, { agent: { prompt: before } });
  const seen = readings();
  beforeTransactions(async (number) => number === 2 && (await rewrite(account, after)));
  const { kind } = await admissions.admit(request(account, randomPhoneNumber()));
  expect([kind, seen]).toEqual([decided, [0, 0]]);
});

test.each([
  ['three times', 3, [0, 0, 0]],
  ['nine times', 9, [0, 0, 0, 1]],
])(
  'a request does not wait for an agent that is changed %s, once before each transaction',
  async (_, changes, connections) => {
    const account = await createTestAccount(server.pool, { agent: { prompt: FITS } });
    const seen = readings();
    beforeTransactions(async (number) => number <= changes && (await rewrite(account, `${number} ${FITS}`)));
    const { kind } = await admissions.admit(request(account, randomPhoneNumber()));
    expect([kind, seen]).toEqual(['granted', connections]);
  },
);

test('of many calls to one person the texts are filled in once for each', async () => {
  const account = await createTestAccount(server.pool, { agent: { prompt: FITS } });
  const toNumber = randomPhoneNumber();
  const seen = readings();
  const admitted = Array.from({ length: 6 }, (_, index) =>
    admissions.admit(request(account, toNumber, { note: MUCH, [`other${index}`]: index } as never)),
  );
  expect((await Promise.all(admitted)).map(({ kind }) => kind)).toEqual(Array(6).fill('granted'));
  expect(seen).toEqual(Array(6).fill(0));
});
