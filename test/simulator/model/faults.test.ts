import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { END_CALL, type ModelHarness, next, startModel, system, tool, turns } from './support/model';

let model: ModelHarness;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.close());

const messages = [system('Which day suits you?'), ...turns('Hello.', 'Hi.')];

/** The words that arrive of a stream, until it ends, breaks or nothing has come for a while. */
async function wordsOf(name: string, quietMs = 700): Promise<{ words: string; end: 'done' | 'broken' | 'quiet' }> {
  const controller = new AbortController();
  let words = '';
  const quiet = setTimeout(() => controller.abort(), quietMs);
  try {
    const stream = await model.client.chat.completions.create(
      { model: name, messages, stream: true },
      { signal: controller.signal },
    );
    let finish = null;
    for await (const { choices } of stream) {
      words += choices[0]?.delta.content ?? '';
      finish = choices[0]?.finish_reason ?? finish;
      quiet.refresh();
    }
    if (controller.signal.aborted) return { words, end: 'quiet' };
    return { words, end: finish ? 'done' : 'broken' };
  } catch {
    return { words, end: controller.signal.aborted ? 'quiet' : 'broken' };
  } finally {
    clearTimeout(quiet);
  }
}

test.each([
  ['simulated-401', OpenAI.AuthenticationError, 'invalid_api_key'],
  ['simulated-429', OpenAI.RateLimitError, 'rate_limit_exceeded'],
  ['simulated-500', OpenAI.InternalServerError, null],
])('%s refuses', async (name, kind, code) => {
  const error: unknown = await next(model.client, messages, [], name).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({ code });
  const retryAfter = error instanceof OpenAI.APIError ? error.headers?.get('retry-after') : undefined;
  expect(retryAfter).toBe(name.endsWith('429') ? '1' : null);
});

test('simulated-500-once fails once a conversation', async () => {
  const ask = (name: string, ...more: string[]) =>
    next(model.client, [system('Which day?', { name }), ...turns('Hello.', ...more)], [], 'simulated-500-once');
  await expect(ask('Ann', 'Hi.')).rejects.toThrow('500');
  expect((await ask('Ann', 'Hi.')).text).toBe('Which day?');
  expect((await ask('Ann', 'Hi.', 'Which day?', 'Friday.')).text).toContain('Goodbye');
  await expect(ask('Bob', 'Hi.')).rejects.toThrow('500');
});

test.each([
  ['simulated', { words: 'Which day suits you?', end: 'done' }],
  ['simulated-stall-before', { words: '', end: 'quiet' }],
  ['simulated-stall-middle', { words: 'Which day', end: 'quiet' }],
  ['simulated-garbage', { words: 'Which day', end: 'broken' }],
  ['simulated-cut', { words: 'Which day', end: 'broken' }],
])('the stream of %s', async (name, expected) => {
  expect(await wordsOf(name)).toEqual(expected);
});

test.each(['simulated-garbage', 'simulated-cut'])('what %s answers in one piece is no JSON', async (name) => {
  await expect(next(model.client, messages, [], name)).rejects.toMatchObject({ name: 'SyntaxError' });
});

test('simulated-stall-middle stops within an answer in one piece', async () => {
  const response = await fetch(`${model.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { Authorization: 'Bearer k' },
    body: JSON.stringify({ model: 'simulated-stall-middle', messages }),
  });
  const reading = response.text().catch(() => 'ended');
  expect(await Promise.race([reading, sleep(200, 'still waiting')])).toBe('still waiting');
});

test('simulated-slow-250 takes its time, once', async () => {
  const began = performance.now();
  expect(await wordsOf('simulated-slow-250', 2000)).toMatchObject({ end: 'done' });
  expect(performance.now() - began).toBeGreaterThan(240);
});

test('simulated-verbose says a lot before it comes to the point', async () => {
  const { text } = await next(model.client, messages, [], 'simulated-verbose');
  expect(text.length).toBeGreaterThan(500);
  expect(text).toMatch(/Which day suits you\?$/);
});

test('simulated-unknown-tool calls what is not there, then goes on', async () => {
  const call = { id: 'a', type: 'function' as const, function: { name: 'no_such_tool', arguments: '{}' } };
  expect((await next(model.client, messages, [END_CALL], 'simulated-unknown-tool')).calls).toEqual([
    { name: 'no_such_tool', input: '{}' },
  ]);
  const after = await next(
    model.client,
    [
      ...messages,
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'a', content: 'Error: no such tool' },
    ],
    [END_CALL],
    'simulated-unknown-tool',
  );
  expect(after).toEqual({ text: expect.stringMatching(/Which day suits you\?$/), calls: [] });
});

test('simulated-bad-arguments calls a tool with what is no JSON', async () => {
  const { calls } = await next(model.client, messages, [END_CALL, tool('look_up')], 'simulated-bad-arguments');
  expect(calls).toEqual([{ name: 'look_up', input: '{"broken": ' }]);
});
