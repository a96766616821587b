import { until } from '../../support/until';
import { EXTRACTION, expectFailure, KEY, modelAt, WORDS } from './support/ask';
import { completion, type Endpoint, json, type Reply, refusal, reset, startEndpoint } from './support/endpoint';

const open: Endpoint[] = [];
async function endpoint(...replies: [Reply, ...Reply[]]): Promise<Endpoint> {
  const started = await startEndpoint(...replies);
  open.push(started);
  return started;
}
afterEach(async () => {
  for (const started of open.splice(0)) await started.close();
});

const signal = new AbortController().signal;
const GOOD = json(completion('{"sentiment":"NEUTRAL"}'));
const FORMAT = { type: 'json_schema', json_schema: { name: 'small', schema: EXTRACTION.schema, strict: true } };

test('JSON of the schema is asked for', async () => {
  const server = await endpoint(GOOD);
  expect(await modelAt(server.url).extract(EXTRACTION, signal)).toEqual({
    value: { sentiment: 'NEUTRAL' },
    raw: '{"sentiment":"NEUTRAL"}',
    usage: { promptTokens: 5, completionTokens: 2 },
    model: 'real',
  });
  expect(server.asked.map(({ body }) => body.response_format)).toEqual([FORMAT]);
});

test.each([
  ['negative', { prompt_tokens: -1, completion_tokens: -2 }],
  ['a fraction', { prompt_tokens: 1.5, completion_tokens: 0.1 }],
  ['text', { prompt_tokens: '7', completion_tokens: {} }],
  ['more than there can be', { prompt_tokens: 1e12, completion_tokens: 2 ** 31 }],
  ['absent', {}],
])('usage that is %s counts as none, and a model without a name is the one that was asked', async (_, usage) => {
  const server = await endpoint(json({ ...completion('{}'), usage, model: 7 }));
  const { usage: counted, model } = await modelAt(server.url).extract(EXTRACTION, signal);
  expect(counted).toEqual({ promptTokens: 0, completionTokens: 0 });
  expect(model).toBe('simulated');
});

test('an endpoint that takes no schema is told in words', async () => {
  const server = await endpoint(refusal(400, {}, 'response_format is not supported'), GOOD);
  expect((await modelAt(server.url).extract(EXTRACTION, signal)).value).toEqual({ sentiment: 'NEUTRAL' });
  expect(server.asked.map(({ body }) => body.response_format)).toEqual([FORMAT, { type: 'json_object' }]);
  expect(JSON.stringify(server.asked[1]?.body.messages)).toContain('additionalProperties');
});

test.each<[string, Reply]>([
  ['a reset', reset],
  ['a 500', refusal(500)],
  ['a 429', refusal(429)],
])('%s is tried once more', async (_, trouble) => {
  const server = await endpoint(trouble, GOOD);
  expect((await modelAt(server.url).extract(EXTRACTION, signal)).value).toEqual({ sentiment: 'NEUTRAL' });
  expect(server.asked).toHaveLength(2);
});

test.each<[string, Reply, string, number]>([
  ['resets', reset, 'unreachable', 2],
  ['500s', refusal(500, {}, `${KEY} ${WORDS}`), 'failed', 2],
  ['429s', refusal(429), 'rate-limited', 2],
  ['400s: once with a schema, once without', refusal(400, {}, `${KEY} ${WORDS}`), 'refused', 2],
  ['a 401', refusal(401, {}, `Incorrect API key provided: ${KEY}`), 'refused', 1],
  ['a 404', refusal(404), 'refused', 1],
  ['what is no JSON', json(completion(`{"sentiment": ${WORDS}`)), 'garbled', 1],
  ['no content', json(completion(null)), 'garbled', 1],
  ['a model that declines', json(completion(null, { refusal: WORDS })), 'refused', 1],
  ['another answer', json({ hello: 'world' }), 'garbled', 1],
  ['a page', (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>hello</p>'), 'garbled', 1],
  [
    'half an answer',
    (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"cho'),
    'garbled',
    1,
  ],
  ['silence', () => {}, 'stalled', 1],
  [
    'silence in the middle',
    (response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).write('{'),
    'stalled',
    1,
  ],
])('%s', async (_, trouble, kind, requests) => {
  const server = await endpoint(trouble);
  const going = modelAt(server.url, { extractMs: 1500 }).extract(EXTRACTION, signal);
  expectFailure(await going.catch((error: unknown) => error), kind);
  expect(server.asked).toHaveLength(requests);
});

test('an abort ends it at once, and the request', async () => {
  const server = await endpoint(() => {});
  const controller = new AbortController();
  const reason = new Error('stopped');
  const going = modelAt(server.url)
    .extract(EXTRACTION, controller.signal)
    .catch((error: unknown) => error);
  await until(async () => server.asked.length === 1, 'the request');
  controller.abort(reason);
  expect(await going).toBe(reason);
  await until(async () => server.givenUp() === 1, 'the request to close', 5);
});
