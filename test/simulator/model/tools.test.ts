import type OpenAI from 'openai';
import { END_CALL, type ModelHarness, next, startModel, system, tool, turns } from './support/model';

let model: ModelHarness;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.close());

const TRANSFER = tool('transfer_call', { to: { type: 'string', enum: ['sales', 'billing_office'] } });
const DIGITS = tool('send_digits', { digits: { type: 'string', pattern: '^[0-9w#*]{1,32}$' } });

test('somebody who wants a human is transferred to the place they mean', async () => {
  const messages = [system('Say hello.'), ...turns('Hello.', 'Let me talk to a person in billing.')];
  const { text, calls } = await next(model.client, messages, [END_CALL, TRANSFER]);
  expect(text).toContain('connect');
  expect(calls).toEqual([{ name: 'transfer_call', input: '{"to":"billing_office"}' }]);
  const without = await next(model.client, messages);
  expect(without).toEqual({ text: expect.stringContaining('cannot connect you'), calls: [] });
});

test.each([
  ['For sales, press 1. For repairs, press 2. To speak to an operator, press zero.', 'Ask about the repair.', '2'],
  ['Press 1 for sales, 2 for support, or 9 for an operator.', 'Say hello.', '9'],
  ['For opening hours press one.', 'Say hello.', '1'],
  ['Für Verkauf drücken Sie die 1. Für Termine drücken Sie die 2.', 'Fragen Sie nach dem Termin.', '2'],
])('at a menu a key is pressed: %s', async (menu, task, digits) => {
  const messages = [system(task), ...turns('Hello.', menu)];
  expect(await next(model.client, messages, [END_CALL, DIGITS])).toEqual({
    text: '',
    calls: [{ name: 'send_digits', input: JSON.stringify({ digits }) }],
  });
});

test('a machine that takes messages gets one, if that is offered', async () => {
  const messages = [system('Say hello.'), ...turns('Hello.', 'Please leave a message after the tone.')];
  const offered = await next(model.client, messages, [END_CALL, tool('leave_voicemail')]);
  expect(offered).toEqual({ text: '', calls: [{ name: 'leave_voicemail', input: '{}' }] });
  expect((await next(model.client, messages)).calls).toEqual([{ name: 'end_call', input: '{}' }]);
});

describe('a tool of the agent', () => {
  const TASK = 'What is your order number? Then look it up with order_status. Would you like anything changed?';
  const ORDER = tool('order_status', {
    order_number: { type: 'integer', description: 'Number of the order' },
    name: { type: 'string' },
    urgent: { type: 'boolean' },
  });
  const before = [system(TASK, { name: 'Jo Doe' }), ...turns('What is your order number?', 'It is 4711.')];

  function answered(result: string): OpenAI.ChatCompletionMessageParam[] {
    const call = { id: 'a', type: 'function' as const, function: { name: 'order_status', arguments: '{}' } };
    return [
      ...before,
      { role: 'assistant', content: 'Let me look that up.', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'a', content: result },
    ];
  }

  test('is called when the task says so, with arguments from the talk', async () => {
    const { text, calls } = await next(model.client, before, [END_CALL, ORDER]);
    expect(text).toContain('Let me look that up.');
    expect(calls.map(({ name }) => name)).toEqual(['order_status']);
    expect(JSON.parse(calls[0]?.input ?? '')).toEqual({ order_number: 4711, name: 'Jo Doe', urgent: false });
  });

  test.each([
    ['{"status": "shipped", "arrives_in": 2}', 'I have looked that up: status is shipped, arrives in is 2.'],
    ['{"message": "It is on its way."}', 'I have looked that up: It is on its way.'],
    ['On its way', 'I have looked that up: On its way.'],
    ['{"error": "not found"}', 'I am sorry, I could not look that up right now.'],
    ['Error: 500', 'I am sorry, I could not look that up right now.'],
  ])('is spoken of: %s', async (result, words) => {
    expect(await next(model.client, answered(result), [END_CALL, ORDER])).toEqual({
      text: `${words} Would you like anything changed?`,
      calls: [],
    });
  });

  test('is called once', async () => {
    const messages = [...answered('fine'), ...turns('Would you like anything changed?', 'No.')];
    const { calls } = await next(model.client, messages, [END_CALL, ORDER]);
    expect(calls).toEqual([{ name: 'end_call', input: '{}' }]);
  });

  test('with a condition waits for it', async () => {
    const task = 'If the person mentions a complaint, use the tool file_complaint. Are you happy with the car?';
    const ask = async (said: string) => {
      const messages = [system(task), ...turns('Are you happy with the car?', said)];
      return (await next(model.client, messages, [END_CALL, tool('file_complaint')])).calls.map(({ name }) => name);
    };
    expect(await ask('Yes, very.')).toEqual(['end_call']);
    expect(await ask('No, I have a complaint.')).toEqual(['file_complaint']);
  });
});
