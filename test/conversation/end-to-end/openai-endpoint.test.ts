import { startTroubledServer, type TroubledServer } from '../../support/carrier-of-its-own';
import { graphqlClient } from '../../support/client';
import type { TestAccount } from '../../support/factories';
import { INQUISITIVE } from '../../support/inquisitive';
import { ledgerFaults } from '../../support/ledger';
import type { Endpoint } from '../model/support/endpoint';
import { isTalk, messagesOf, startScriptedModel } from './support/scripted-answers';
import { liveThrough } from './support/talk-checks';

const KEY = 'sk-a-key-that-nobody-may-read';

let troubled: TroubledServer;
let model: Endpoint;
beforeAll(async () => {
  model = await startScriptedModel((messages) => {
    const isOver = messages.filter(({ role }) => role === 'user').length > 1;
    return isOver
      ? { text: 'That is all. Goodbye.', calls: [{ name: 'end_call', input: {} }] }
      : { text: 'Do you like the colour of elephants?' };
  });
  troubled = await startTroubledServer({
    LLM_BASE_URL: model.url,
    LLM_MODEL: 'real-1',
    LLM_API_KEY: KEY,
    LOG_LEVEL: 'trace',
  });
});
afterAll(async () => {
  expect(await ledgerFaults(troubled.server.pool)).toEqual({});
  await troubled.stop();
  await model.close();
});

async function usageOf({ key }: TestAccount, id: string) {
  const query = 'query ($id: ID!) { call(id: $id) { modelUsage { model promptTokens completionTokens } } }';
  return (await graphqlClient(troubled.server.url, key)(query, { id })).body.data.call.modelUsage;
}

test('a model of the operator’s own conducts the call, is paid attention to, and its key stays secret', async () => {
  const call = await troubled.prepare([], INQUISITIVE);
  const { ended, turns, said } = await liveThrough(troubled, call);
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  const heard = said.filter(({ who }) => who === 'agent').map(({ text }) => text);
  expect(heard).toEqual([
    expect.stringContaining('Mia from Bright Smile'),
    'Do you like the colour of elephants?',
    'That is all. Goodbye.',
  ]);
  expect(turns.filter(({ role }) => role === 'agent').map(({ text }) => text)).toEqual(heard);

  const talks = model.asked.filter(isTalk);
  expect(talks).toHaveLength(2);
  for (const { headers, body } of talks) {
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body).toMatchObject({ model: 'real-1', stream: true });
  }
  const [, second] = talks;
  expect(second && messagesOf(second).map(({ role }) => role)).toEqual([
    'system',
    'assistant',
    'user',
    'assistant',
    'user',
  ]);

  expect(await usageOf(call.account, ended.id)).toMatchObject({ promptTokens: 200, completionTokens: 20 });
  const everything = JSON.stringify([troubled.server.logs, ended, turns]);
  expect(everything).not.toContain(KEY);
  expect(troubled.server.logs.join('\n')).not.toContain('elephants');
});

test('an answer is counted once, although the database’s word that it was is lost', async () => {
  const call = await troubled.prepare([], INQUISITIVE);
  const { pool } = troubled.server;
  const query = pool.query.bind(pool) as (...all: unknown[]) => Promise<unknown>;
  let lost = 0;
  const spy = jest.spyOn(pool, 'query').mockImplementation(async (...all: unknown[]) => {
    const answer = await query(...all);
    if ((all[0] as { name?: string }).name !== 'add-usage' || lost === 3) return answer;
    lost += 1;
    throw new Error('Connection terminated unexpectedly');
  });
  try {
    const { ended } = await liveThrough(troubled, call);
    expect(lost).toBe(3);
    expect(await usageOf(call.account, ended.id)).toMatchObject({ promptTokens: 200, completionTokens: 20 });
  } finally {
    spy.mockRestore();
  }
});
