import { type Simulator, startSimulator } from '../../../src/simulator';
import { startTroubledServer, type TroubledServer } from '../../support/carrier-of-its-own';
import { restClient } from '../../support/client';
import { createTestAccount } from '../../support/factories';
import { INQUISITIVE } from '../../support/inquisitive';
import { insertTalk } from '../../support/insert-talk';
import { startServerProcess } from '../../support/server-process';
import { until } from '../../support/until';
import { type Endpoint, type Reply, startEndpoint, switching } from '../model/support/endpoint';
import { Service } from '../tools/support/service';
import { isTalk, streamed } from './support/scripted-answers';
import { liveThrough } from './support/talk-checks';

jest.setTimeout(40_000);

const MODELS = 'hanging,switching,with-tool';

const service = new Service();
const hanging: Reply = () => undefined;
let model: Endpoint;
let troubled: TroubledServer;

beforeAll(async () => {
  await service.start();
  model = await startEndpoint((response, request) => {
    const asked = model.asked.at(-1);
    const name = asked?.body.model;
    const useTool: Reply = streamed({ text: 'Let me see.', calls: [{ name: 'look_up', input: {} }] });
    const reply = name === 'switching' ? switching : asked && isTalk(asked) && name === 'with-tool' ? useTool : hanging;
    reply(response, request);
  });
  troubled = await startTroubledServer({ LLM_BASE_URL: model.url, LLM_MODEL: 'hanging', LLM_MODELS: MODELS });
});
afterAll(async () => {
  await troubled.stop();
  await model.close();
  await service.stop();
});

const speaking = (name: string) => ({ ...INQUISITIVE, settings: { ...INQUISITIVE.settings, model: name } });
const curious = () => ({
  ...INQUISITIVE,
  settings: {
    model: 'with-tool',
    tools: [
      { name: 'look_up', description: 'Looks up.', url: `http://127.0.0.1:${service.port}/`, timeoutSeconds: 30 },
    ],
  },
});

test('a model that switches protocols ends the call, and fails the analysis, with the reason on it', async () => {
  const call = await troubled.prepare([], speaking('switching'));
  const { ended } = await liveThrough(troubled, call);
  expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'MODEL_ERROR', endedBy: 'PLATFORM' });
  expect(ended.explanation).toMatch(/\S/);
  const id = await insertTalk(troubled.server.pool, call.account);
  const analysis = await until(
    async () => {
      const { data } = (await call.rest.get(`/calls/${id}/analysis`)).body;
      return data.status === 'FAILED' && data;
    },
    'the analysis to fail',
    20,
  );
  expect(analysis.reason).toMatch(/^The language model refused to answer\. It was tried 4 times/);
});

describe('a server that is stopped', () => {
  let carrier: Simulator;
  beforeAll(async () => {
    carrier = await startSimulator({ speed: 20 });
  });
  afterAll(() => carrier.close());

  test('ends in time while a tool, a model and an analysis hang', async () => {
    service.answer = () => undefined;
    const { pool, databaseUrl } = troubled.server;
    const server = await startServerProcess(databaseUrl, {
      SIMULATOR_URL: carrier.url,
      SIMULATOR_SPEED: '20',
      SHUTDOWN_SECONDS: '2',
      LLM_BASE_URL: model.url,
      LLM_MODEL: 'hanging',
      LLM_MODELS: MODELS,
      TOOLS_ALLOW_PRIVATE_ADDRESSES: 'true',
    });
    const asked = () => model.asked.filter(({ body }) => body.model === 'hanging');
    for (const agent of [speaking('hanging'), curious()]) {
      const account = await createTestAccount(pool, { agent });
      const { post } = restClient(server.url, account.key);
      expect((await post('/calls', { toNumber: '+14155550100', agentId: account.agentId })).status).toBe(200);
    }
    const account = await createTestAccount(pool, { agent: speaking('hanging') });
    // The other server makes ten at once, so that one above is this one's.
    await Promise.all(Array.from({ length: 20 }, () => insertTalk(pool, account)));
    await until(
      async () => {
        const talks = asked().filter(isTalk).length;
        return service.received.length > 0 && talks > 0 && asked().length - talks > 10;
      },
      'all three to hang',
      20,
    );
    const from = performance.now();
    expect(await server.terminate()).toBe(0);
    expect(performance.now() - from).toBeLessThan(6000);
  });
});
