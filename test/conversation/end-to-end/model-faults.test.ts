import { startTroubledServer, type TroubledServer } from '../../support/carrier-of-its-own';
import { INQUISITIVE } from '../../support/inquisitive';
import { ledgerFaults } from '../../support/ledger';
import { type FinishedTalk, liveThrough } from './support/talk-checks';

const APOLOGY = 'I am afraid that something is broken here. Goodbye.';
const agentOf = (model: string | null) => ({
  ...INQUISITIVE,
  settings: { ...INQUISITIVE.settings, model, apology: APOLOGY },
});

let troubled: TroubledServer;
let modelless: TroubledServer;
beforeAll(async () => {
  troubled = await startTroubledServer();
  modelless = await startTroubledServer({ LLM_BASE_URL: 'http://127.0.0.1:9/v1', LLM_MODEL: 'none' });
});
afterAll(async () => {
  for (const { server } of [troubled, modelless]) expect(await ledgerFaults(server.pool)).toEqual({});
  await Promise.all([troubled.stop(), modelless.stop()]);
});

function expectApology({ ended, turns, said, sessions }: FinishedTalk): void {
  expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'MODEL_ERROR', endedBy: 'PLATFORM' });
  expect(ended.explanation).toMatch(/\S/);
  // On a busy machine the person may ask meanwhile whether anybody is there.
  expect(turns.findLast(({ role }) => role === 'agent')).toMatchObject({
    text: expect.stringContaining(APOLOGY),
    interrupted: false,
  });
  expect(said.findLast(({ who }) => who === 'agent')).toMatchObject({ text: expect.stringContaining(APOLOGY) });
  expect(sessions).toEqual([expect.objectContaining({ status: 'ended' })]);
}

test.concurrent.each(['simulated-401', 'simulated-500', 'simulated-garbage', 'simulated-cut'])(
  'with the model %s the agent apologises, and the call says why it ended',
  async (model) => {
    const call = await troubled.prepare([], agentOf(model));
    expectApology(await liveThrough(troubled, call));
  },
);

test.concurrent('with a model that refuses the connection the agent apologises, and the call says why', async () => {
  const call = await modelless.prepare([], agentOf(null));
  expectApology(await liveThrough(modelless, call));
});

test.concurrent.each(['simulated-garbage', 'simulated-cut'])(
  'an answer of %s that broke off is begun anew once, and what was heard of it is written',
  async (model) => {
    const { turns } = await liveThrough(troubled, await troubled.prepare([], agentOf(model)));
    expect(turns.filter(({ text }) => text.includes('Sorry.'))).toHaveLength(1);
  },
);

test.concurrent.each(['simulated-stall-before', 'simulated-stall-middle'])(
  'with the model %s the person gives up before the model is given up, and nothing is left live',
  async (model) => {
    const { ended, turns } = await liveThrough(troubled, await troubled.prepare([], agentOf(model)));
    expect(ended).toMatchObject({ endedReason: 'CONTACT_HUNG_UP', endedBy: 'CONTACT' });
    expect(turns.filter(({ role }) => role === 'contact').length).toBeGreaterThan(1);
  },
);

test.concurrent('a single 500 is not noticed by anybody', async () => {
  const { ended, turns } = await liveThrough(troubled, await troubled.prepare([], agentOf('simulated-500-once')));
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  expect(turns.some(({ text }) => text.includes(APOLOGY))).toBe(false);
});

test.concurrent.each(['simulated-unknown-tool', 'simulated-bad-arguments'])(
  'with the model %s nothing is done, the model is told, and the talk goes on to its end',
  async (model) => {
    const { ended, turns } = await liveThrough(troubled, await troubled.prepare([], agentOf(model)));
    expect(['AGENT_ENDED', 'CONTACT_HUNG_UP']).toContain(ended.endedReason);
    expect(turns.length).toBeGreaterThan(3);
    expect(turns.some(({ text }) => text.includes(APOLOGY))).toBe(false);
  },
);
