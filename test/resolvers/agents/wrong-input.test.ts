import { createTestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager, INPUT } from './support';

let server: TestServer;
let agents: ReturnType<typeof agentManager>;
beforeAll(async () => {
  server = await startTestServer();
  const { key } = await createTestAccount(server.pool);
  agents = agentManager(server.url, key);
});
afterAll(() => server.stop());

const tool = { name: 'book', description: 'Books.', url: 'https://example.com/' };

test('everything that is wrong is told at once, by its place', async () => {
  const input = {
    name: ' ',
    prompt: 'Confirm.\n{% if x %}',
    firstMessage: 'Hello {{ name | shout }}',
    language: 'en_US',
    maxDurationSeconds: 0,
    settings: {
      goal: '{{',
      temperature: 3,
      silence: { afterSeconds: 1, nudge: '{% include "x" %}' },
      voicemail: { policy: 'LEAVE_MESSAGE' },
      variables: { defaults: { 'not a name': 'x' } },
      transfers: [
        { name: 'a', phoneNumber: '+14155550100' },
        { name: 'a', phoneNumber: '+14155550100' },
      ],
      questions: [{ name: 'q', description: 'd', type: 'CHOICE' }],
      tools: [
        { ...tool, name: 'end_call', url: 'https://example.com:25/', parameters: { type: 'array' } },
        { ...tool, secretHeaders: { Host: 'x' }, meanwhile: '{{' },
      ],
    },
  };
  const issues = await agents.issues('create', { input });
  expect(issues).toEqual({
    name: ['must not be empty'],
    prompt: [expect.stringMatching(/^line 2, column \d+: /)],
    firstMessage: [expect.stringMatching(/^line 1, column \d+: .*shout/)],
    language: ['must be a BCP 47 language tag, such as en-US'],
    maxDurationSeconds: ['must be a whole number from 1 to 14400'],
    'settings.goal': [expect.stringMatching(/^line 1/)],
    'settings.temperature': ['must be at most 2'],
    'settings.silence.afterSeconds': ['must be a whole number from 2 to 120'],
    'settings.voicemail.message': ['is required to leave a message'],
    'settings.variables.defaults.not a name': [expect.any(String)],
    'settings.transfers': ['must have different names'],
    'settings.questions.0.choices': ['must name what can be chosen'],
    'settings.tools.0.name': [expect.stringContaining('end_call')],
    'settings.tools.0.url': [expect.stringContaining('port')],
    'settings.tools.0.parameters': ['must be a JSON Schema of type object'],
    'settings.tools.1.secretHeaders': ['must not set the header Host'],
    'settings.tools.1.meanwhile': [expect.stringMatching(/^line 1/)],
  });
});

test.each([
  ['the prompt', { prompt: '{{ x' }, 'prompt'],
  ['the first message', { firstMessage: '{{ x' }, 'firstMessage'],
  ['the nudge', { settings: { silence: { nudge: '{{ x' } } }, 'settings.silence.nudge'],
  ['the goodbye of silence', { settings: { silence: { goodbye: '{{ x' } } }, 'settings.silence.goodbye'],
  ['the warning', { settings: { timeLimit: { warning: '{{ x' } } }, 'settings.timeLimit.warning'],
  ['the goodbye of the time limit', { settings: { timeLimit: { goodbye: '{{ x' } } }, 'settings.timeLimit.goodbye'],
  ['the voicemail', { settings: { voicemail: { message: '{{ x' } } }, 'settings.voicemail.message'],
  ['the apology', { settings: { apology: '{{ x' } }, 'settings.apology'],
])('%s must be a template', async (_, wrong, place) => {
  expect(await agents.issues('create', { input: { ...INPUT, ...wrong } })).toEqual({
    [place]: [expect.stringMatching(/^line 1, column \d+: /)],
  });
});

test.each(['summary', 'memory', '__proto__'])('a question must not be named %s', async (name) => {
  const input = { ...INPUT, settings: { questions: [{ name, description: 'd' }] } };
  expect(await agents.issues('create', { input })).toEqual({
    'settings.questions.0.name': ['must not be summary, memory or __proto__'],
  });
});

test('what does not fit the types is told by the same names', async () => {
  const input = { ...INPUT, settings: { record: 'yes', tools: [{ name: 'book' }], voicemail: { polcy: 'HANG_UP' } } };
  expect(await agents.issues('create', { input })).toEqual({
    'settings.record': ['record must be true or false'],
    'settings.tools.0.description': ['description is required'],
    'settings.tools.0.url': ['url is required'],
    'settings.voicemail.polcy': ['polcy is not known. Did you mean policy?'],
  });
});

const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });

test.each([
  ['U+0000 in a schema', { tools: [{ ...tool, parameters: { type: 'object', title: '\u0000' } }] }],
  ['a lone surrogate in a default', { variables: { defaults: { x: '\ud800' } } }],
  ['U+0000 in a URL', { tools: [{ ...tool, url: 'https://example.com/\u0000' }] }],
  ['U+0000 in a header', { tools: [{ ...tool, secretHeaders: { A: '\u0000' } }] }],
  ['thousands of levels', { tools: [{ ...tool, parameters: deep(3000) }] }],
  ['thousands of levels among headers', { tools: [{ ...tool, secretHeaders: { A: deep(3000) } }] }],
  ['thousands of levels among defaults', { variables: { defaults: { x: deep(3000) } } }],
  ['a header that is no text', { tools: [{ ...tool, secretHeaders: { A: 1 } }] }],
])('%s is refused', async (_, settings) => {
  expect(Object.keys(await agents.issues('create', { input: { ...INPUT, settings } }))).toEqual([
    expect.stringMatching(/^settings/),
  ]);
});

test('an id that names nothing is not found, whatever it is', async () => {
  for (const id of ['', 'x', '0192f0c1-2345-7abc-8def-0123456789ab', "'; drop table agents; --"]) {
    expect(await agents.result('update', { id, input: { name: 'x' } })).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: 'Agent not found',
    });
  }
});

test('a reason must be a text that can be kept', async () => {
  const { agent } = await agents.result('create', { input: INPUT });
  for (const reason of ['', 'x'.repeat(2001), 'a\u0000']) {
    expect(Object.keys(await agents.issues('reject', { id: agent.id, reason }))).toEqual(['reason']);
  }
});
