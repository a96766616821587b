import { parseBuiltIn } from '../../../src/conversation/tools/parse-built-in';
import { toolsOf } from '../../../src/conversation/tools/tools-of';
import { type AgentSettingsInput, agentSettings } from '../../../src/services/agents/settings';
import { BUILT_IN } from '../../../src/services/agents/tools/built-in-names';
import { checkToolSchema } from '../../../src/services/agents/tools/tool-schema';

const of = (settings: AgentSettingsInput) => agentSettings.parse(settings);
const names = (settings: AgentSettingsInput) => toolsOf(of(settings)).map(({ name }) => name);
const call = (name: string, input: unknown, settings: AgentSettingsInput = FULL) =>
  parseBuiltIn({ id: 'call_1', name, input: typeof input === 'string' ? input : JSON.stringify(input) }, of(settings));

const BILLING = { name: 'billing', phoneNumber: '+14155550102', description: 'about money' };
const FULL: AgentSettingsInput = {
  transfers: [BILLING, { name: 'sales', phoneNumber: '+14155550103' }],
  voicemail: { policy: 'LEAVE_MESSAGE', message: 'Hello {{ name }}.' },
  tools: [{ name: 'book', description: 'Books.', url: 'https://example.com/book' }],
};

describe('which tools an agent has', () => {
  test('all of them, the agent’s own last, each a schema that we would take', () => {
    expect(names(FULL)).toEqual(['end_call', 'transfer_call', 'send_digits', 'leave_voicemail', 'book']);
    for (const { parameters, name, description } of toolsOf(of(FULL))) {
      expect(checkToolSchema(parameters)).toEqual([]);
      expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(description).not.toBe('');
    }
    expect(names(FULL).slice(0, 4)).toEqual([...BUILT_IN]);
  });

  test('only what the settings allow', () => {
    expect(names({})).toEqual(['end_call', 'send_digits']);
    expect(names({ voicemail: { policy: 'HANG_UP', message: 'x' } })).not.toContain('leave_voicemail');
    expect(names({ voicemail: { policy: 'CONTINUE' } })).not.toContain('leave_voicemail');
    expect(names({ voicemail: { policy: 'CONTINUE', message: 'x' } })).toContain('leave_voicemail');
  });

  test('a model is told the targets, not their numbers, nor the headers of tools', () => {
    const tools = [
      { name: 'book', description: 'B', url: 'https://example.com/secret', secretHeaders: { 'X-Key': 'hush' } },
    ];
    const text = JSON.stringify(toolsOf(of({ ...FULL, tools })));
    expect(text).toContain('billing: about money; sales');
    expect(text).not.toMatch(/\+1415|hush|X-Key|example\.com/);
  });
});

describe('what a model wants done', () => {
  test.each([
    ['end_call', { farewell: ' Bye. ' }, { kind: 'end-call', farewell: 'Bye.' }],
    ['end_call', {}, { kind: 'end-call', farewell: null }],
    ['end_call', '', { kind: 'end-call', farewell: null }],
    ['end_call', { farewell: '', reason: 'more than asked' }, { kind: 'end-call', farewell: null }],
    ['send_digits', { digits: '1w2#' }, { kind: 'send-digits', digits: '1w2#' }],
    ['leave_voicemail', '{}', { kind: 'leave-voicemail', message: 'Hello {{ name }}.' }],
    ['transfer_call', { to: 'billing' }, { kind: 'transfer-call', to: BILLING }],
    ['book', {}, null],
    ['constructor', {}, null],
  ])('%s %j', (name, input, action) => {
    expect(call(name, input)).toEqual(action);
  });

  test.each([
    ['transfer_call', { to: '+14155550199' }, /must be equal to one of the allowed values \(billing, sales\)/],
    ['transfer_call', {}, /must have required property 'to'/],
    ['send_digits', { digits: 'call 911' }, /digits must match pattern/],
    ['send_digits', { digits: '1'.repeat(33) }, /digits must match pattern/],
    ['send_digits', { digits: 5 }, /digits must be string/],
    ['send_digits', '{"digits": "1"', /not a JSON object/],
    ['end_call', '[]', /not a JSON object/],
    ['end_call', 'null', /not a JSON object/],
    ['end_call', { farewell: 'x'.repeat(501) }, /must NOT have more than 500 characters/],
    ['end_call', { farewell: 'x'.repeat(20_000) }, /longer than 16 kB/],
  ])('%s %.60j is a mistake', (name, input, text) => {
    expect(call(name, input)).toEqual({ kind: 'mistake', text: expect.stringMatching(text) });
  });

  test.each(['transfer_call', 'leave_voicemail'])('%s is a mistake where the agent does not have it', (name) => {
    expect(call(name, { to: 'billing' }, {})).toEqual({ kind: 'mistake', text: `You do not have the tool ${name}.` });
  });
});
