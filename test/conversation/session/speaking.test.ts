import { closeAll, HELLO, talk } from './support/harness';
import { settle, soon } from './support/soon';

afterEach(closeAll);

test('the first message is a turn, and it is not over before it was heard', async () => {
  const { session, channel, notes, play } = talk();
  session.start();
  expect(channel.sent).toEqual([{ text: HELLO, last: true }]);
  await soon(() => notes.turns[0], 'the turn');
  expect(notes.turns[0]).toMatchObject({ index: 0, role: 'AGENT', text: HELLO, durationMs: null, interrupted: false });
  play();
  await soon(() => notes.turns[0]?.durationMs !== null, 'the end of the turn');
  expect(notes.turns[0]).toMatchObject({ text: HELLO, interrupted: false });
});

test('an agent without a first message lets the person speak first', async () => {
  const { session, channel, prompt, model } = talk({ texts: { firstMessage: '' } });
  session.start();
  expect(channel.sent).toEqual([]);
  prompt('Hello?');
  expect((await model.next()).request.messages.at(-1)).toEqual({ role: 'user', text: 'Hello?' });
});

test('tokens are said as they come, in whole words, and the last closes the turn', async () => {
  const { session, channel, play, prompt, model } = talk();
  session.start();
  play();
  prompt('When?');
  const ask = await model.next();
  channel.sent.length = 0;
  ask.text('On Tues');
  await settle();
  expect(channel.sent).toEqual([{ text: 'On ', last: false }]);
  ask.text('day, at', ' nine');
  await settle();
  expect(channel.text).toBe('On Tuesday, at ');
  ask.done();
  await settle();
  expect(channel.sent.at(-1)).toEqual({ text: 'nine', last: true });
  expect(channel.sent.filter(({ last }) => last)).toHaveLength(1);
});

test('a language without spaces is not held back for ever', async () => {
  const { session, channel, prompt, model } = talk({ texts: { firstMessage: '' } });
  session.start();
  prompt('もしもし');
  (await model.next()).text(...'これは空白のない長い文です'.repeat(5));
  await settle();
  expect(channel.text.length).toBeGreaterThan(30);
});

test('the model is told the prompt, then who said what', async () => {
  const { session, told, play, prompt, model, notes, transcript } = talk();
  session.start();
  play();
  prompt('Who is this?');
  const ask = await model.next();
  expect(ask.request.messages[0]).toEqual({ role: 'system', text: 'You are Ada.' });
  expect(told(0)).toEqual([`assistant: ${HELLO}`, 'user: Who is this?']);
  ask.text('Ada, ', 'from Acme.').done();
  await settle();
  play();
  prompt('Go on.');
  await model.next();
  expect(told(1)).toEqual([`assistant: ${HELLO}`, 'user: Who is this?', 'assistant: Ada, from Acme.', 'user: Go on.']);
  await soon(() => notes.turns.length === 4, 'four turns');
  expect(transcript()).toEqual([
    `AGENT: ${HELLO}`,
    'CONTACT: Who is this?',
    'AGENT: Ada, from Acme.',
    'CONTACT: Go on.',
  ]);
  expect(notes.written.filter((what) => what === 'usage')).toHaveLength(1);
});

test('an empty answer is asked for once again, then the agent asks the person', async () => {
  const { session, channel, play, prompt, model, says } = talk();
  session.start();
  play();
  prompt('Mumble.');
  (await model.next()).done();
  (await model.next()).text('  ').done();
  await says('Could you say that again?');
  expect(model.asks).toHaveLength(2);
  expect(channel.ended).toBeNull();
});

test('offsets and durations are in the time of the call', async () => {
  const { session, notes, play } = talk({ brief: { answeredAt: performance.now() - 50 } });
  session.start();
  await new Promise((resolve) => setTimeout(resolve, 30));
  play();
  const turn = await soon(() => notes.turns.find(({ durationMs }) => durationMs), 'the turn');
  expect(turn.offsetMs).toBeGreaterThanOrEqual(5000);
  expect(turn.durationMs).toBeGreaterThanOrEqual(2900);
});
