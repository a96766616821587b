import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber } from '../support/factories';
import { INQUISITIVE } from '../support/inquisitive';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';
import { until } from '../support/until';

let server: TestServer;
let other: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  other = await startTestServer({ databaseUrl: server.databaseUrl });
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});

async function place(agent: object, toNumber = randomPhoneNumber()) {
  const account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber, agentId: account.agentId });
  const path = `/calls/${body.data.call.id}`;
  const wait = async (query: string, at = server) => {
    const start = Date.now();
    const { status, body: answer } = await restClient(at.url, account.key).get(`${path}?${query}`);
    return { status, body: answer, call: answer.data?.call, ms: Date.now() - start };
  };
  return { rest, path, wait };
}

test('the answer comes when the call is answered, has ended, is analyzed, whichever server is asked', async () => {
  const { wait, rest, path } = await place(INQUISITIVE);
  const answers = await Promise.all([
    wait('waitFor=ANSWERED&timeout=30'),
    wait('waitFor=ENDED&timeout=30', other),
    wait('waitFor=analyzed&timeout=30'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const [answered, ended, analyzed] = answers.map(({ call }) => call);
  expect(answered.answeredTime).not.toBeNull();
  expect(ended).toMatchObject({ status: 'COMPLETED', endTime: expect.any(String) });
  expect(analyzed).toMatchObject({ status: 'COMPLETED', analysisStatus: 'COMPLETED' });
  const { body } = await rest.get(path);
  expect(analyzed).toEqual(body.data.call);
  expect((await wait('waitFor=ANALYZED')).ms).toBeLessThan(2000);
});

test('a call that will not come so far is answered when it is over', async () => {
  const { wait } = await place(INQUISITIVE, '+15005550010');
  const { call, ms } = await wait('waitFor=ANSWERED&timeout=30');
  expect(call).toMatchObject({ status: 'BUSY', answeredTime: null });
  expect(ms).toBeLessThan(15_000);
});

test('at the time-out the call is answered as it then is', async () => {
  const { wait, rest, path } = await place(TALKATIVE);
  await wait('waitFor=ANSWERED');
  const { status, call, ms } = await wait('waitFor=ENDED&timeout=1');
  expect([status, call.status, call.endTime]).toEqual([200, 'ANSWERED', null]);
  expect(ms).toBeGreaterThanOrEqual(1000);
  expect(ms).toBeLessThan(4000);
  await rest.post(`${path}/end`);
});

test('a client that goes is forgotten', async () => {
  const { hub } = server.running.application.domain;
  const leave = new AbortController();
  const account = await createTestAccount(server.pool, { agent: TALKATIVE });
  const own = restClient(server.url, account.key);
  const { body } = await own.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const request = fetch(`${server.url}/api/v1/calls/${body.data.call.id}?waitFor=ENDED`, {
    headers: { 'X-API-Key': account.key },
    signal: leave.signal,
  }).catch(() => null);
  await until(async () => hub.size === 1, 'one to wait');
  leave.abort();
  await request;
  await until(async () => hub.size === 0, 'nobody to wait');
  await own.post(`/calls/${body.data.call.id}/end`);
});

test.each([
  ['waitFor=RINGING', { waitFor: ['waitFor must be one of ANSWERED, ENDED, ANALYZED'] }],
  ['waitFor=ENDED&timeout=0', { timeout: ['timeout must be a whole number between 1 and 60'] }],
  ['waitFor=ENDED&timeout=61', { timeout: ['timeout must be a whole number between 1 and 60'] }],
])('?%s is refused', async (query, issues) => {
  const { wait } = await place(INQUISITIVE, '+15005550010');
  const { status, body } = await wait(query);
  expect([status, body.issues]).toEqual([400, issues]);
});
