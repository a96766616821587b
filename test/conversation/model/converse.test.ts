import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until';
import { converse, expectFailure, KEY, modelAt, TALK, WORDS } from './support/ask';
import { chunk, type Endpoint, events, json, type Reply, refusal, reset, startEndpoint } from './support/endpoint';

const open: Endpoint[] = [];
async function endpoint(...replies: [Reply, ...Reply[]]): Promise<Endpoint> {
  const started = await startEndpoint(...replies);
  open.push(started);
  return started;
}
afterEach(async () => {
  for (const started of open.splice(0)) await started.close();
});

const USAGE = { usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } };
const HELLO = events([
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Good' }),
  chunk({ content: ' day.' }),
  chunk({}, 'stop'),
  { ...chunk({}), choices: [], ...USAGE },
  '[DONE]',
]);
const silence: Reply = () => {};
const garbage = `data {"choices": [oops ${WORDS} ${KEY}`;

describe('an answer', () => {
  test('comes piece by piece, with its usage last', async () => {
    const server = await endpoint(HELLO);
    const { events: got, error } = await converse(modelAt(server.url));
    expect(error).toBeNull();
    expect(got).toEqual([
      { kind: 'text', text: 'Good' },
      { kind: 'text', text: ' day.' },
      { kind: 'done', usage: { promptTokens: 7, completionTokens: 3 }, model: 'real' },
    ]);
  });

  test.each([
    [null, 'dear', 'dear'],
    [['ours', 'small'], 'small', 'small'],
    [['ours', 'small'], 'dear', 'ours'],
    [['ours', 'small'], null, 'ours'],
  ])('with %j allowed, of %s is asked for by %s', async (allowedModels, named, asked) => {
    const server = await endpoint(HELLO);
    await converse(modelAt(server.url, { defaultModel: 'ours', allowedModels }), { model: named });
    expect(server.asked[0]?.body).toMatchObject({ model: asked });
  });

  test.each([
    ['allowed', 'small', 1.5],
    ['not named', null, 1.5],
    ['not allowed', 'dear', undefined],
  ])('is given the temperature of a model that is %s: %s, %p', async (_, model, temperature) => {
    const server = await endpoint(HELLO);
    const ours = modelAt(server.url, { defaultModel: 'ours', allowedModels: ['ours', 'small'] });
    await converse(ours, { model, temperature: 1.5 });
    expect(server.asked[0]?.body.temperature).toBe(temperature);
  });

  test('is asked for as the protocol has it', async () => {
    const server = await endpoint(HELLO);
    const tools = [{ name: 'look_up', description: 'Looks up.', parameters: { type: 'object', properties: {} } }];
    await converse(modelAt(server.url), {
      model: 'better',
      temperature: 0,
      tools,
      messages: [
        { role: 'system', text: 'Be kind.' },
        { role: 'user', text: 'Hi.' },
        { role: 'assistant', text: '', toolCalls: [{ id: 'c', name: 'look_up', input: '{}' }] },
        { role: 'tool', toolCallId: 'c', text: 'found' },
        { role: 'assistant', text: 'Found.' },
      ],
    });
    expect(server.asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(server.asked[0]?.body).toEqual({
      model: 'better',
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
      tools: [{ type: 'function', function: tools[0] }],
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi.' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'look_up', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: 'found' },
        { role: 'assistant', content: 'Found.' },
      ],
    });
    await converse(modelAt(server.url));
    expect(server.asked[1]?.body).toMatchObject({ model: 'simulated' });
    expect(Object.keys(server.asked[1]?.body ?? {})).not.toEqual(expect.arrayContaining(['temperature', 'tools']));
  });

  const call = (delta: object) => chunk({ tool_calls: [delta] });
  const one = { kind: 'tool-call', call: { id: 'a', name: 'f', input: '{"x":1}' } };
  const two = { kind: 'tool-call', call: { id: 'b', name: 'g', input: '{}' } };

  test.each([
    [
      'in pieces',
      [
        chunk({ content: 'Wait.' }),
        call({ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
        call({ index: 0, function: { arguments: '{"x"' } }),
        call({ index: 1, id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } }),
        call({ index: 0, function: { arguments: ':1}' } }),
      ],
    ],
    [
      'without an index, names repeated',
      [
        chunk({ content: 'Wait.' }),
        call({ id: 'a', function: { name: 'f', arguments: '{"x"' } }),
        call({ id: 'a', function: { name: 'f', arguments: ':1}' } }),
        call({ id: 'b', function: { name: 'g', arguments: '{' } }),
        call({ function: { arguments: '}' } }),
      ],
    ],
    [
      'all with one index, ids repeated or empty',
      [
        chunk({ content: 'Wait.' }),
        call({ index: 0, id: 'a', function: { name: 'f', arguments: '' } }),
        call({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }),
        call({ index: 0, id: '', function: { arguments: ':1}' } }),
        call({ index: 0, id: 'b', function: { name: 'g', arguments: '{' } }),
        call({ index: 0, function: { arguments: '}' } }),
      ],
    ],
    [
      'with an id that comes late, or that is another with each piece',
      [
        chunk({ content: 'Wait.' }),
        call({ index: 0, id: '', function: { name: 'f', arguments: '{' } }),
        call({ index: 0, id: 'a', function: { arguments: '"x":' } }),
        call({ index: 0, id: 'z', function: { arguments: '1}' } }),
        call({ index: 1, id: 'b', function: { name: 'g', arguments: '{}' } }),
      ],
    ],
  ])('has its tool calls put together: %s', async (_, list) => {
    const server = await endpoint(events([...list, chunk({}, 'tool_calls'), '[DONE]']));
    expect((await converse(modelAt(server.url))).events).toEqual([
      { kind: 'text', text: 'Wait.' },
      one,
      two,
      { kind: 'done', usage: null, model: 'real' },
    ]);
  });

  test('keeps the ids of its tool calls, but for those that are missing or taken', async () => {
    const function_ = { name: 'f', arguments: '{}' };
    const ids = ['new', 'old', '', undefined, 'new'];
    const list = ids.map((id, index) => call({ index, id, function: function_ }));
    const server = await endpoint(events([...list, chunk({}, 'tool_calls'), '[DONE]']));
    const { events: got } = await converse(modelAt(server.url), {
      messages: [
        { role: 'assistant', text: '', toolCalls: [{ id: 'old', name: 'f', input: '{}' }] },
        { role: 'tool', toolCallId: 'old', text: 'found' },
      ],
    });
    const given = got.flatMap((event) => (event.kind === 'tool-call' ? event.call.id : []));
    expect(given).toEqual(['new', ...ids.slice(1).map(() => expect.stringMatching(/^[\w-]{9,40}$/))]);
    expect(new Set([...given, 'old']).size).toBe(ids.length + 1);
  });

  const words = chunk({ content: 'Good.' }, 'stop');
  const tool = chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] }, 'tool_calls');

  test.each([
    ['words, in a stream that stays open,', words, 'open'],
    ['words, in a stream that breaks,', words, 'break'],
    ['a tool call, in a stream that stays open,', tool, 'open'],
    ['nothing, in a stream that stays open,', chunk({}, 'stop'), 'open'],
  ] as const)('of %s is complete once the model said so', async (_, last, end) => {
    const server = await endpoint(events([last], end));
    const began = performance.now();
    const { events: got, error } = await converse(modelAt(server.url));
    expect({ error, last: got.at(-1) }).toEqual({ error: null, last: { kind: 'done', usage: null, model: 'real' } });
    expect(performance.now() - began).toBeLessThan(2500);
  });

  test('has its usage waited for only shortly', async () => {
    const server = await endpoint((response, request) => {
      events([words], 'open')(response, request);
      // What says nothing new does not prolong the wait.
      const idle = setInterval(() => response.write(`data: ${JSON.stringify(chunk({}))}\n\n`), 100);
      response.once('close', () => clearInterval(idle));
      setTimeout(() => response.end(`data: ${JSON.stringify({ ...chunk({}), choices: [], ...USAGE })}\n\n`), 1500);
    });
    const { text, events: got, error } = await converse(modelAt(server.url));
    expect({ text, error, last: got.at(-1) }).toEqual({
      text: 'Good.',
      error: null,
      last: { kind: 'done', usage: null, model: 'real' },
    });
  });
});

describe('before the first word', () => {
  test.each<[string, Reply]>([
    ['a reset', reset],
    ['a 500', refusal(500)],
    ['a 503', refusal(503)],
    ['a 429', refusal(429)],
    ['a 429 that wants a moment', refusal(429, { 'Retry-After': '0.3' })],
    ['an error within the stream', events([chunk({ role: 'assistant' }), { error: { message: WORDS } }])],
  ])('%s is tried once more', async (_, trouble) => {
    const server = await endpoint(trouble, HELLO);
    const { text, error } = await converse(modelAt(server.url));
    expect({ text, error, asked: server.asked.length }).toEqual({ text: 'Good day.', error: null, asked: 2 });
  });

  test.each<[string, Reply, string, number]>([
    ['resets', reset, 'unreachable', 2],
    ['500s', refusal(500, {}, `${KEY} ${WORDS}`), 'failed', 2],
    ['429s', refusal(429), 'rate-limited', 2],
    ['a 429 that wants a minute', refusal(429, { 'Retry-After': '60' }), 'rate-limited', 1],
    ['a 400', refusal(400, {}, `${KEY} ${WORDS}`), 'refused', 1],
    ['a 401', refusal(401, {}, `Incorrect API key provided: ${KEY}`), 'refused', 1],
    ['a 403', refusal(403), 'refused', 1],
    ['a 404', refusal(404), 'refused', 1],
    ['garbage', events([garbage]), 'garbled', 1],
    ['an event of another kind', events([42]), 'garbled', 1],
    ['a chunk of another kind', events([{ choices: 'none' }]), 'garbled', 1],
    ['an end', events([]), 'garbled', 1],
    [
      'a page',
      (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>hello</p>'),
      'garbled',
      1,
    ],
    ['JSON in one piece', json({ hello: 'world' }), 'garbled', 1],
    ['silence', silence, 'stalled', 1],
    ['nothing but a role', events([chunk({ role: 'assistant', content: '' })], 'open'), 'stalled', 1],
  ])('%s', async (_, trouble, kind, requests) => {
    const server = await endpoint(trouble);
    const { error, events: got } = await converse(modelAt(server.url, { firstTokenMs: 1500 }));
    expectFailure(error, kind);
    expect({ got, asked: server.asked.length }).toEqual({ got: [], asked: requests });
  });

  test('nobody listens there', async () => {
    const server = await startEndpoint(HELLO);
    await server.close();
    expectFailure((await converse(modelAt(server.url))).error, 'unreachable');
  });

  test('how long the endpoint wants to be left alone is respected', async () => {
    const server = await endpoint(refusal(429, { 'Retry-After': '1' }), HELLO);
    const began = performance.now();
    expect((await converse(modelAt(server.url))).error).toBeNull();
    expect(performance.now() - began).toBeGreaterThan(990);
  });
});

describe('after the first word nothing is tried again', () => {
  const word = chunk({ content: 'Good' });
  test.each<[string, Reply, string]>([
    ['a break', events([word], 'break'), 'unreachable'],
    ['an end', events([word]), 'garbled'],
    ['garbage', events([word, garbage]), 'garbled'],
    ['an error', events([word, { error: { message: WORDS, code: 'overloaded' } }]), 'failed'],
    ['silence', events([word], 'open'), 'stalled'],
  ])('%s', async (_, trouble, kind) => {
    const server = await endpoint(trouble);
    const { text, error } = await converse(modelAt(server.url, { betweenTokensMs: 200 }));
    expectFailure(error, kind);
    expect({ text, asked: server.asked.length }).toEqual({ text: 'Good', asked: 1 });
  });

  test('a listener may take its time', async () => {
    const server = await endpoint(HELLO);
    let text = '';
    const model = modelAt(server.url, { betweenTokensMs: 400 });
    for await (const event of model.converse(TALK, new AbortController().signal)) {
      await sleep(600);
      if (event.kind === 'text') text += event.text;
    }
    expect(text).toBe('Good day.');
  });
});

describe('an abort', () => {
  const reason = new Error('interrupted');

  test.each<[string, Reply, number]>([
    ['before the first word', silence, 1],
    ['in the middle', events([chunk({ content: 'Good' })], 'open'), 1],
    ['while it waits to try again', refusal(429, { 'Retry-After': '2' }), 0],
  ])('%s ends it at once, and the request', async (_, reply, givenUp) => {
    const server = await endpoint(reply);
    const controller = new AbortController();
    const going = converse(modelAt(server.url), {}, controller.signal);
    await until(async () => server.asked.length === 1, 'the request');
    await sleep(50);
    const began = performance.now();
    controller.abort(reason);
    expect((await going).error).toBe(reason);
    expect(performance.now() - began).toBeLessThan(1500);
    await until(async () => server.givenUp() === givenUp, 'the request to close', 5);
    expect(server.asked).toHaveLength(1);
  });

  test('closes the request even if nobody reads', async () => {
    const server = await endpoint(events([chunk({ content: 'Good' })], 'open'));
    const controller = new AbortController();
    const stream = modelAt(server.url).converse(TALK, controller.signal);
    expect((await stream.next()).value).toEqual({ kind: 'text', text: 'Good' });
    controller.abort(reason);
    await until(async () => server.givenUp() === 1, 'the request to close', 5);
    await expect(stream.next()).rejects.toBe(reason);
  });

  test('that came before asks nothing', async () => {
    const server = await endpoint(HELLO);
    expect((await converse(modelAt(server.url), {}, AbortSignal.abort(reason))).error).toBe(reason);
    expect(server.asked).toHaveLength(0);
  });

  test('a listener that leaves closes the request', async () => {
    const server = await endpoint(events([chunk({ content: 'Good' })], 'open'));
    for await (const event of modelAt(server.url).converse(TALK, new AbortController().signal)) {
      expect(event.kind).toBe('text');
      break;
    }
    await until(async () => server.givenUp() === 1, 'the request to close', 5);
  });
});
