import { type ModelHarness, startModel } from '../../simulator/model/support/model';
import { converse, EXTRACTION, expectFailure, modelAt } from './support/ask';

let simulated: ModelHarness;
beforeAll(async () => {
  simulated = await startModel();
});
afterAll(() => simulated.close());

const model = (name: string) =>
  modelAt(`${simulated.url}/v1`, { defaultModel: name, firstTokenMs: 1000, betweenTokensMs: 500, extractMs: 1000 });
const END_CALL = { name: 'end_call', description: 'Ends the call.', parameters: { type: 'object', properties: {} } };

test('a talk: words, then a tool call, then the usage', async () => {
  const { events, text } = await converse(model('simulated'), {
    messages: [
      { role: 'system', text: '# Task\nSay hello.' },
      { role: 'assistant', text: 'Hello.' },
      { role: 'user', text: 'I am fine.' },
    ],
    tools: [END_CALL],
  });
  expect(text).toMatch(/Goodbye\.$/);
  expect(events.slice(-2)).toEqual([
    { kind: 'tool-call', call: { id: expect.any(String), name: 'end_call', input: '{}' } },
    {
      kind: 'done',
      usage: { promptTokens: expect.any(Number), completionTokens: expect.any(Number) },
      model: 'simulated',
    },
  ]);
});

test('an extraction', async () => {
  const { value, usage } = await model('simulated').extract(EXTRACTION, new AbortController().signal);
  expect(value).toEqual({ sentiment: 'NEUTRAL' });
  expect(usage?.promptTokens).toBeGreaterThan(0);
});

test('of the agent’s own model', async () => {
  const { events } = await converse(model('simulated-401'), { model: 'simulated' });
  expect(events.at(-1)).toMatchObject({ kind: 'done', model: 'simulated' });
});

test.each([
  ['simulated-401', 'refused', ''],
  ['simulated-nonsense', 'refused', ''],
  ['simulated-500', 'failed', ''],
  ['simulated-429', 'rate-limited', ''],
  ['simulated-stall-before', 'stalled', ''],
  ['simulated-slow-5000', 'stalled', ''],
  ['simulated-stall-middle', 'stalled', /^\S+ /],
  ['simulated-garbage', 'garbled', /^\S+ /],
  ['simulated-cut', 'garbled', /^\S+ /],
])('%s is a failure: %s', async (name, kind, words) => {
  const { error, text } = await converse(model(name));
  expectFailure(error, kind);
  expect(text).toMatch(words || /^$/);
});

test.each(['simulated-500-once', 'simulated-slow-100', 'simulated-verbose'])('%s is none', async (name) => {
  const { error, text } = await converse(model(name));
  expect(error).toBeNull();
  expect(text).toMatch(/Which day suits you best\?$/);
});

test('a call of a tool that is not there, or with what is no JSON, is handed on', async () => {
  const callOf = async (name: string) => (await converse(model(name), { tools: [END_CALL] })).events[0];
  expect(await callOf('simulated-unknown-tool')).toMatchObject({ call: { name: 'no_such_tool', input: '{}' } });
  expect(await callOf('simulated-bad-arguments')).toMatchObject({ call: { name: 'end_call', input: '{"broken": ' } });
});

test.each([
  ['simulated-garbage', 'garbled'],
  ['simulated-cut', 'garbled'],
  ['simulated-stall-before', 'stalled'],
  ['simulated-stall-middle', 'stalled'],
  ['simulated-500', 'failed'],
])('an extraction by %s is a failure: %s', async (name, kind) => {
  const going = model(name).extract(EXTRACTION, new AbortController().signal);
  expectFailure(await going.catch((error: unknown) => error), kind);
});
