import { startSimulator } from '../../../src/simulator';
import { type ModelHarness, startModel, system, tool, turns } from './support/model';

let model: ModelHarness;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.close());

const messages = [system('Which day suits you?', { name: 'Jo' }), ...turns('Hello. Which day suits you?', 'Monday.')];
const request = { model: 'simulated', messages, tools: [tool('end_call')] };

test('an answer is streamed in small pieces: text, then tool calls, then the usage', async () => {
  const stream = await model.client.chat.completions.create({
    ...request,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const pieces = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').filter(Boolean);
  const calls = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  expect(pieces.length).toBeGreaterThan(5);
  expect(pieces.join('')).toMatch(/^Thank you, Jo.*Goodbye\.$/);
  expect(calls[0]).toMatchObject({ index: 0, type: 'function', function: { name: 'end_call' } });
  expect(calls.map((call) => call.function?.arguments).join('')).toBe('{}');
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
  const usage = chunks.at(-1)?.usage;
  expect(usage?.prompt_tokens).toBeGreaterThan(10);
  expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
});

test('a stream and a whole answer say the same, time after time', async () => {
  const whole = await model.client.chat.completions.create(request);
  const again = await model.client.chat.completions.create(request);
  const streamed = await model.client.chat.completions.stream(request).finalChatCompletion();
  expect(again.choices).toEqual(whole.choices);
  expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
  expect(streamed.choices[0]?.message.tool_calls).toMatchObject(whole.choices[0]?.message.tool_calls ?? []);
  expect(streamed.id).toBe(whole.id);
});

test('a stream ends with [DONE], and has no usage unless asked', async () => {
  const response = await fetch(`${model.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { Authorization: 'Bearer k', 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...request, stream: true }),
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const text = await response.text();
  expect(text).toMatch(/\n\ndata: \[DONE\]\n\n$/);
  expect(text).not.toContain('usage');
});

test('at the usual speed words take their time', async () => {
  const slow = await startModel(20);
  try {
    const began = performance.now();
    await slow.client.chat.completions.stream(request).finalChatCompletion();
    expect(performance.now() - began).toBeGreaterThan(30);
  } finally {
    await slow.close();
  }
});

test('the models are listed', async () => {
  const ids = (await model.client.models.list()).data.map(({ id }) => id);
  expect(ids).toContain('simulated');
  expect(ids).toContain('simulated-429');
});

test.each([
  ['no key', {}, request, 401],
  ['no messages', { Authorization: 'Bearer k' }, { ...request, messages: [] }, 400],
  ['no model', { Authorization: 'Bearer k' }, { messages }, 400],
  ['a role that is none', { Authorization: 'Bearer k' }, { ...request, messages: [{ role: 'x', content: '' }] }, 400],
  ['no JSON', { Authorization: 'Bearer k' }, null, 400],
  ['a model there is not', { Authorization: 'Bearer k' }, { ...request, model: 'simulated-nonsense' }, 404],
])('%s is refused in the shape of OpenAI', async (_, headers: Record<string, string>, body, status) => {
  const response = await fetch(`${model.url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: body ? JSON.stringify(body) : '{',
  });
  expect(response.status).toBe(status);
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
  expect(error.type).toBe('invalid_request_error');
});

test('the simulator serves it', async () => {
  const simulator = await startSimulator();
  try {
    const response = await fetch(`${simulator.url}/v1/models`, { headers: { Authorization: 'Bearer k' } });
    expect(await response.json()).toMatchObject({ object: 'list' });
  } finally {
    await simulator.close();
  }
});
