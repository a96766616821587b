import { TurnRole } from '../../../src/entities/enums';
import type { Turn } from '../../../src/services/transcripts/turn';
import { closeAll, talk } from './support/harness';
import { settle } from './support/soon';

afterEach(closeAll);

const LIMIT = 1000;
const BRIEF = { historyCharacters: LIMIT };

type Talk = ReturnType<typeof talk>;

/** The contact says something, and the model answers it. @returns what the model was told */
async function exchange({ model, prompt, play }: Talk, said: string, answered: string) {
  prompt(said);
  const ask = await model.next();
  ask.text(answered).done();
  await settle();
  play();
  return ask.request.messages;
}

const size = (messages: readonly { text: string }[]) =>
  messages.slice(1).reduce((sum, { text }) => sum + text.length, 0);

test('of a long talk the model is told the end, and the transcript has it all', async () => {
  const all = talk({ brief: BRIEF });
  all.session.start();
  all.play();
  const sizes: number[] = [];
  let first: string | undefined;
  for (let turn = 0; turn < 60; turn++) {
    const messages = await exchange(all, `Question ${turn}? ${'x'.repeat(30)}`, `Answer ${turn}. ${'y'.repeat(30)}`);
    expect(messages[0]).toEqual({ role: 'system', text: 'You are Ada.' });
    expect(messages.at(-1)?.text).toMatch(`Question ${turn}?`);
    if (turn > 0) expect(messages.at(-2)?.text).toMatch(`Answer ${turn - 1}.`);
    if (messages[1]?.text !== first && first !== undefined) expect(messages[1]?.role).toBe('user');
    first = messages[1]?.text;
    sizes.push(size(messages));
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(LIMIT);
  expect(Math.min(...sizes.slice(30))).toBeGreaterThan(LIMIT / 2);
  expect(all.transcript()).toHaveLength(121);
});

test('what a tool answered is forgotten together with its call, never without', async () => {
  const all = talk({ brief: BRIEF, runTool: async () => 'z'.repeat(200) });
  all.session.start();
  all.play();
  for (let turn = 0; turn < 20; turn++) {
    all.prompt(`Look ${turn}.`);
    (await all.model.next()).tool('look_up', {}, `a${turn}`).tool('look_up', {}, `b${turn}`).done();
    const ask = await all.model.next();
    const { messages } = ask.request;
    const open = new Set<string>();
    expect(['user', 'assistant']).toContain(messages[1]?.role);
    for (const message of messages) {
      if (message.role === 'tool') expect(open.delete(message.toolCallId)).toBe(true);
      else expect(open.size).toBe(0);
      if (message.role === 'assistant') for (const { id } of message.toolCalls ?? []) open.add(id);
    }
    expect(open.size).toBe(0);
    expect(size(messages)).toBeLessThan(LIMIT + 500);
    ask.text('Done.').done();
    await settle();
    all.play();
  }
});

test('an agent that is cut off after its history was forgotten has said what was heard', async () => {
  const all = talk({ brief: BRIEF });
  all.session.start();
  all.play();
  for (let turn = 0; turn < 30; turn++) await exchange(all, `${turn} ${'x'.repeat(40)}`, `${turn} ${'y'.repeat(40)}`);
  all.prompt('And then?');
  (await all.model.next()).text('One two three four five.').done();
  await all.says('One two three');
  all.interrupt('One two');
  all.prompt('Stop.');
  const { messages } = (await all.model.next()).request;
  expect(messages.slice(-3).map(({ text }) => text)).toEqual(['And then?', 'One two', 'Stop.']);
});

test('a talk that is taken up again obeys the same limit', async () => {
  const turns = Array.from({ length: 200 }, (_, index): Turn => {
    const role = index % 2 === 0 ? TurnRole.AGENT : TurnRole.CONTACT;
    const text = `${index} ${'x'.repeat(40)}`;
    return {
      index: 500 + index,
      role,
      text,
      startedAt: new Date().toISOString(),
      offsetMs: 0,
      durationMs: 1,
      interrupted: false,
    };
  });
  const all = talk({ brief: { ...BRIEF, attempt: 2 }, turns });
  all.session.start();
  const { messages } = (await all.model.next()).request;
  expect(messages[1]?.role).toBe('user');
  expect(messages.at(-1)?.text).toMatch(/^199 /);
  expect(size(messages)).toBeLessThanOrEqual(LIMIT);
  expect(size(messages)).toBeGreaterThan(LIMIT / 2);
});
