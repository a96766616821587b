import { briefOfTalk } from '../../src/conversation/brief-of-talk';
import { type AgentSettingsInput, agentSettings } from '../../src/services/agents/settings';
import { render } from '../../src/services/prompts/render';
import type { TalkBasis } from '../../src/services/talks/load-talk';

const FIRST = { attempt: 1, previous: 0 };
const CONDITIONS = { speed: 1, historyCharacters: 24_000 };

function basisWith(texts: { prompt?: string; firstMessage?: string; settings?: AgentSettingsInput }): TalkBasis {
  return {
    accountId: 'account',
    callId: 'call',
    agentName: 'Vera',
    language: 'en-US',
    prompt: 'Ask about {{ topic }}.',
    firstMessage: 'Hello {{ name }}.',
    toNumber: '+14155550101',
    fromNumber: '+15005550006',
    contactName: 'Ada',
    contactData: { topic: 'tea', long: 'x'.repeat(9000) },
    contact: { additionalData: {}, metadata: {} },
    talkedSince: performance.now(),
    maxDurationSeconds: 300,
    answeredBy: null,
    untransferredTalk: null,
    turns: [],
    ...texts,
    settings: agentSettings.parse(texts.settings ?? {}),
  };
}

/** The most tools that an agent may have, each with something to say meanwhile. */
function toolsSaying(meanwhile: string) {
  const tool = { description: 'd', url: 'https://example.com/', meanwhile };
  return Array.from({ length: 20 }, (_, index) => ({ ...tool, name: `tool_${index}` }));
}

const SOME = 15;

/** A template that takes this machine at least {@link SOME} milliseconds to fill in, which is soon enough. */
function slowTemplate(): string {
  for (let turns = 100; ; turns = Math.ceil(turns * 1.3)) {
    const template = `{% for i in (1..${turns}) %}{% for j in (1..100) %}{% endfor %}{% endfor %}Wait.`;
    render(template, {});
    const started = process.cpuUsage();
    render(template, {});
    const { user, system } = process.cpuUsage(started);
    if ((user + system) / 1000 >= SOME) return template;
  }
}

test('every text of an agent is filled in', async () => {
  const voicemail = { policy: 'LEAVE_MESSAGE', message: 'Call {{ agent_name }}.' } as const;
  const settings = { goal: 'Sell {{ topic }}.', voicemail, tools: toolsSaying('One moment, {{ name }}.') };
  const { systemPrompt, texts } = await briefOfTalk(basisWith({ settings }), FIRST, CONDITIONS);
  expect(systemPrompt).toContain('# Task\nAsk about tea.\n\n# Goal\nSell tea.');
  expect(texts).toMatchObject({ firstMessage: 'Hello Ada.', voicemail: 'Call Vera.', nudge: 'Are you still there?' });
  expect(texts.meanwhile.get('tool_19')).toBe('One moment, Ada.');
});

test('many texts of which each is filled in soon enough may not take longer together than one may', async () => {
  const template = slowTemplate();
  const basis = basisWith({ settings: { tools: toolsSaying(template), apology: template } });
  await expect(briefOfTalk(basis, FIRST, CONDITIONS)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('takes too long'),
  });
});

test('many texts that are long each may not come to more than one may', async () => {
  const basis = basisWith({ settings: { tools: toolsSaying('{{ long }}') } });
  await expect(briefOfTalk(basis, FIRST, CONDITIONS)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('longer than 100 kB'),
  });
});

test.each([
  ['the next talk', 2, 1, true],
  ['the one after a talk that never had a socket', 3, 1, true],
  ['the one after a talk that had', 3, 2, false],
])('whoever could not be put through is told so in %s', async (_, attempt, previous, afterTransfer) => {
  const basis = { ...basisWith({}), untransferredTalk: 1 };
  expect(await briefOfTalk(basis, { attempt, previous }, CONDITIONS)).toMatchObject({ afterTransfer });
});
