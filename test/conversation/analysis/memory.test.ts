import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { INQUISITIVE } from '../../support/inquisitive';
import { startTestServer, type TestServer } from '../../support/server';
import { until } from '../../support/until';
import { chunk, type Endpoint, events, startEndpoint } from '../model/support/endpoint';

const MEMORY = 'She prefers to be called in the evening.';
const GOODBYE = {
  index: 0,
  id: 'c1',
  type: 'function',
  function: { name: 'end_call', arguments: '{"farewell":"Bye."}' },
};

let endpoint: Endpoint;
let server: TestServer;
beforeAll(async () => {
  endpoint = await startEndpoint(events([chunk({ tool_calls: [GOODBYE] }), chunk({}, 'tool_calls')]));
  const environment = { LLM_BASE_URL: endpoint.url, LLM_MODEL: 'real', LLM_API_KEY: 'k' };
  server = await startTestServer({ environment });
});
afterAll(async () => {
  await server.stop();
  await endpoint.close();
});

interface Format {
  json_schema: { schema: { properties: object } };
}

interface Message {
  role: string;
  content: string;
}

/** What the model was told at the beginning of each talk with somebody, of the requests that came since. */
function systemPrompts(since: number): string[] {
  const messages = endpoint.asked.slice(since).filter(({ body }) => body.stream === true);
  return messages.map(({ body }) => (body.messages as Message[])[0]?.content ?? '');
}

test.each([
  [true, 'knows'],
  [false, 'does not know'],
])('an agent whose memory is %s %s what is remembered of the person', async (remembers) => {
  const agent = { ...INQUISITIVE, settings: { ...INQUISITIVE.settings, memory: remembers } };
  const { key, agentId } = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, key);
  const toNumber = randomPhoneNumber();
  const talk = async () => {
    const since = endpoint.asked.length;
    const { call } = (await rest.post('/calls', { toNumber, agentId })).body.data;
    await rest.untilEnded(call.id, 30);
    return { contactId: call.contactId, prompts: systemPrompts(since) };
  };
  const first = await talk();
  expect(first.prompts.length).toBeGreaterThan(0);
  for (const prompt of first.prompts) expect(prompt).not.toContain('remember of this person');
  await rest.put(`/contacts/${first.contactId}/metadata`, { metadata: { memory: MEMORY } });
  const { prompts } = await talk();
  expect(prompts.length).toBeGreaterThan(0);
  for (const prompt of prompts)
    expect(prompt.includes(`# What you remember of this person\n${MEMORY}`)).toBe(remembers);
});

test('only an agent that remembers asks the analysis for something to remember', async () => {
  for (const memory of [true, false]) {
    const since = endpoint.asked.length;
    const agent = { ...INQUISITIVE, settings: { ...INQUISITIVE.settings, memory } };
    const { key, agentId } = await createTestAccount(server.pool, { agent });
    const rest = restClient(server.url, key);
    await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId });
    const request = await until(
      async () =>
        endpoint.asked.slice(since).find(({ body }) => {
          const format = body.response_format as Format | undefined;
          return format && 'memory' in format.json_schema.schema.properties === memory;
        }),
      'the analysis to be asked for',
      30,
    );
    expect(request.body).toMatchObject({ model: 'real', response_format: { type: 'json_schema' } });
  }
});
