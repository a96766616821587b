import { readFileSync } from 'node:fs';
import { DEMO_AGENT } from '../../src/demo/agent';
import { type Answer, graphqlClient, type Json, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { OPENAPI_FILE, OpenApi, type Operation } from '../support/openapi';
import { startRecordingStage } from '../support/recorded-calls';
import type { CarrierReply } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';
import { createTestTwin } from '../support/test-twin';
import { until } from '../support/until';

/** Operations and their paths do not depend on ids. */
const everyOperation = new OpenApi().operations.map(({ id, responses }) => [id, Object.keys(responses)] as const);
const NOBODY = '0198f3a0-0000-4000-8000-000000000000';
/** What only a server in trouble answers, or a client in trouble is told; the examples of it are checked. */
const TROUBLE = ['408', '500', '503'];

let server: TestServer;
let withoutTests: TestServer;
let account: TestAccount;
let openapi: OpenApi;
let ids: Record<string, string>;
beforeAll(async () => {
  server = await startTestServer();
  withoutTests = await startTestServer({ databaseUrl: server.databaseUrl, environment: { TEST_MODE: 'off' } });
  const agent = { ...DEMO_AGENT, settings: { ...DEMO_AGENT.settings, record: true } };
  account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const { id: callId, contactId } = body.data.call;
  await rest.untilAnalyzed(callId);
  await until(async () => (await rest.get(`/calls/${callId}`)).body.data.call.recordingUrl, 'the recording');
  ids = { agentId: account.agentId, callId, contactId };
  openapi = new OpenApi(ids);
});
afterAll(async () => {
  await withoutTests?.stop();
  await server?.stop();
});

/** Answers that were given so far, such as `getCall 200`. */
const seen = new Set<string>();

interface Change {
  key?: string | null;
  url?: string;
  path?: (path: string) => string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Sends the documented example of an operation, with a change, and compares the answer with the document. */
async function send(id: string, { key = account.key, url = server.url, ...change }: Change = {}): Promise<Answer> {
  const { method, path, body } = openapi.operations.find((operation) => operation.id === id) as Operation;
  const target = (change.path?.(path) ?? path).replace('/api/v1', '');
  const answer = await restClient(url, key).send(method, target, change.body ?? body, change.headers);
  expect([id, answer.status, openapi.compare(id, answer)]).toEqual([id, answer.status, []]);
  seen.add(`${id} ${answer.status}`);
  return answer;
}

/** Has an operation answer in a certain way, and says whether it did. */
async function expectStatus(id: string, status: number, change?: Change): Promise<Answer> {
  const answer = await send(id, change);
  expect([id, answer.status, answer.text.slice(0, 200)]).toEqual([id, status, expect.anything()]);
  return answer;
}

/** How to bring about each status that several operations have. */
const WAYS: Readonly<Record<number, (id: string) => Promise<unknown>>> = {
  200: (id) => expectStatus(id, 200),
  400: (id) =>
    expectStatus(id, 400, { path: (path) => `${path}?nobodyKnowsMe=1`, headers: { Prefer: 'handling=strict' } }),
  401: async (id) => {
    await expectStatus(id, 401, { key: null });
    await expectStatus(id, 401, { key: 'cm_wrong' });
  },
  403: async (id) => {
    const { key } = await createTestTwin(server.pool, account);
    await expectStatus(id, 403, { key, url: withoutTests.url });
  },
  404: (id) =>
    expectStatus(id, 404, {
      path: (path) => path.replace(ids.callId ?? '', NOBODY).replace(ids.contactId ?? '', NOBODY),
      ...(id === 'initiateCall' && { body: { toNumber: randomPhoneNumber(), agentId: NOBODY } }),
    }),
  406: (id) => expectStatus(id, 406, { headers: { Accept: 'image/png' } }),
  413: (id) => expectStatus(id, 413, { body: 'x'.repeat(200_000) }),
  415: (id) => expectStatus(id, 415, { headers: { 'Content-Type': 'text/plain' } }),
  429: async (id) => {
    const { key } = await createTestAccount(server.pool, { requestsPerMinute: 1 });
    await restClient(server.url, key).get('/account');
    await expectStatus(id, 429, { key });
  },
};

/** What {@link WAYS} do not bring about. */
const OF_ITS_OWN = ['reanalyzeCall 200'];
const ways = everyOperation.flatMap(([id, statuses]) =>
  statuses
    .filter((status) => status in WAYS && !OF_ITS_OWN.includes(`${id} ${status}`))
    .map((status) => [id, Number(status)] as const),
);

test.each(ways)('%s answers %i as it is documented', async (id, status) => {
  await WAYS[status]?.(id);
});

test('a call is refused for credits, for too many at once, and for a name that was used', async () => {
  const toNumber = '+15005550018';
  const poor = await createTestAccount(server.pool, { credits: 0 });
  await expectStatus('initiateCall', 402, { key: poor.key, body: { toNumber, agentId: poor.agentId } });
  const { key, agentId } = await createTestAccount(server.pool, { concurrentCalls: 1 });
  const headers = { 'Idempotency-Key': 'order-1' };
  const { body } = await expectStatus('initiateCall', 200, { key, headers, body: { toNumber, agentId } });
  const other = { toNumber: randomPhoneNumber(), agentId };
  await expectStatus('initiateCall', 422, { key, headers, body: other });
  await expectStatus('initiateCall', 429, { key, body: other });
  await restClient(server.url, key).post(`/calls/${body.data.call.id}/end`);
});

test('a call that the provider refuses, and one that has nothing to analyze', async () => {
  const refused = { toNumber: '+15005550001', agentId: account.agentId };
  const { callId } = (await expectStatus('initiateCall', 500, { body: refused })).body;
  const path = (whole: string) => whole.replace(ids.callId ?? '', callId);
  await expectStatus('reanalyzeCall', 409, { path });
  await expectStatus('getAnalysis', 200, { path });
  await expectStatus('getCall', 200, { path });
  await expectStatus('listEvents', 200);
});

test('an analysis that is made again', async () => {
  await expectStatus('reanalyzeCall', 200);
  await restClient(server.url, account.key).untilAnalyzed(ids.callId ?? '');
});

test('a stream that has told everything', async () => {
  const { cursors } = await readEvents(`/calls/${ids.callId}/events`);
  expect(cursors.length).toBeGreaterThan(3);
  const headers = { Accept: 'text/event-stream', 'Last-Event-ID': cursors.at(-1) ?? '' };
  await expectStatus('listCallEvents', 204, { headers });
});

async function readEvents(path: string): Promise<{ cursors: string[] }> {
  const { text } = await restClient(server.url, account.key).get(path, { Accept: 'text/event-stream' });
  return { cursors: [...text.matchAll(/^id: (.+)$/gm)].map(([, id = '']) => id) };
}

test.each(['text/plain', 'text/vtt'])('a transcript as %s', async (Accept) => {
  const { headers } = await expectStatus('getTranscript', 200, { headers: { Accept } });
  expect(headers.get('Content-Type')).toContain(Accept);
});

test('parts of a recording, and a first request that is still running', async () => {
  const stage = await startRecordingStage();
  try {
    const call = await stage.place();
    await call.report('completed', 7);
    await call.reportRecording('completed');
    const sound = (status: number, range: string): CarrierReply => {
      return (response) => void response.writeHead(status, { 'Content-Range': range, 'Accept-Ranges': 'bytes' }).end();
    };
    const there = {
      url: stage.server.url,
      key: call.key,
      path: (path: string) => path.replace(ids.callId ?? '', call.id),
    };
    stage.carrier.script(() => sound(206, 'bytes 2-5/38'));
    await expectStatus('getRecording', 206, { ...there, headers: { Range: 'bytes=2-5' } });
    stage.carrier.script(() => sound(416, 'bytes */38'));
    await expectStatus('getRecording', 416, { ...there, headers: { Range: 'bytes=900-' } });
    const { key, agentId } = await createTestAccount(stage.server.pool);
    const first = { url: stage.server.url, key, headers: { 'Idempotency-Key': 'order-2' } };
    const body = { toNumber: randomPhoneNumber(), agentId };
    stage.carrier.script(() => 'silence');
    const before = stage.carrier.creates().length;
    const running = send('initiateCall', { ...first, body });
    await until(async () => stage.carrier.creates().length > before, 'the first request to be dialled');
    await expectStatus('initiateCall', 409, { ...first, body });
    stage.carrier.script(() => 'reset');
    await stage.carrier.close();
    expect((await running).status).toBe(500);
  } finally {
    await stage.stop();
  }
});

test('every documented answer was seen, but for those of a server in trouble', () => {
  const documented = everyOperation.flatMap(([id, statuses]) =>
    statuses.filter((status) => !TROUBLE.includes(status)).map((status) => `${id} ${status}`),
  );
  expect(documented.filter((answer) => !seen.has(answer))).toEqual([]);
});

test('every example of a failure fits its schema', () => {
  const { failureExamples } = openapi;
  expect(failureExamples.length).toBeGreaterThan(15);
  expect(failureExamples.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

test.each(everyOperation.map(([id]) => id))('the GraphQL document of %s runs with its variables', async (id) => {
  const { graphql } = openapi.operations.find((operation) => operation.id === id) as Operation;
  const { status, body } = await graphqlClient(server.url, account.key)(graphql.document, graphql.variables);
  expect([status, body.errors]).toEqual([200, undefined]);
});

test('a document that lacks a member, or has one too many, would be noticed', async () => {
  const answer = await send('listAgents');
  const [agent] = answer.body.data.agents;
  for (const changed of [
    { ...agent, extra: 1 },
    { ...agent, name: undefined },
    { ...agent, status: 'approved' },
  ]) {
    const body = JSON.parse(JSON.stringify({ ...answer.body, data: { ...answer.body.data, agents: [changed] } }));
    expect(openapi.compare('listAgents', { ...answer, body })).toHaveLength(1);
  }
});

test('nothing is said to be null at times that never is, and no event to have a status that none has', () => {
  const document = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8')) as Json;
  expect(saidToBeNull(document)).toEqual([]);
  const { CallStatus, Event } = document.components.schemas;
  const known = [...CallStatus.enum, 'success', 'no_transcript', 'failed'];
  expect(Event.properties.status.enum.toSorted()).toEqual(known.toSorted());
});

/** Descriptions of members that speak of null where the schema does not allow it. */
function saidToBeNull(part: Json): string[] {
  if (part === null || typeof part !== 'object') return [];
  const members = Object.values<Json>(part.properties ?? {});
  const wrong = members.filter(({ description = '', $ref, type }) => {
    return /\bnull\b/.test(description) && ($ref || (type && ![type].flat().includes('null')));
  });
  return [...wrong.map(({ description }) => description), ...Object.values<Json>(part).flatMap(saidToBeNull)];
}

test('it is served as it was committed, to everybody', async () => {
  const response = await fetch(`${server.url}/openapi.json`);
  expect(response.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
  expect(await response.text()).toBe(readFileSync(OPENAPI_FILE, 'utf8'));
});
