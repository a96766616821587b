import { closeAll, HELLO, talk } from './support/harness';
import { settle, soon } from './support/soon';

afterEach(closeAll);

test('an interrupt aborts the model and keeps what was heard', async () => {
  const { session, channel, interrupt, play, prompt, model, told, transcript, notes } = talk();
  session.start();
  play();
  prompt('Tell me a story.');
  const ask = await model.next();
  ask.text('Once upon ', 'a time there was a ', 'queen who ');
  await settle();
  interrupt('Once upon a time');
  expect(ask.signal.aborted).toBe(true);
  const said = channel.text;
  ask.text('lived ', 'in a castle.').done();
  await settle();
  expect(channel.text).toBe(said);
  prompt('Another one.');
  await model.next();
  expect(told(1).slice(1)).toEqual(['user: Tell me a story.', 'assistant: Once upon a time', 'user: Another one.']);
  await soon(() => notes.turns.length === 4, 'four turns');
  expect(transcript().slice(2)).toEqual(['AGENT*: Once upon a time', 'CONTACT: Another one.']);
});

test('an answer that is complete but not yet heard is corrected', async () => {
  const { session, interrupt, play, prompt, model, told, transcript, notes } = talk();
  session.start();
  play();
  prompt('Where?');
  (await model.next()).text('In London, at the bridge, at nine.').done();
  await soon(() => notes.turns[2], 'the whole turn');
  expect(notes.turns[2]).toMatchObject({ text: 'In London, at the bridge, at nine.', interrupted: false });
  interrupt('In London,');
  prompt('London?');
  await model.next();
  expect(told(1).at(-2)).toBe('assistant: In London,');
  await soon(() => notes.turns[3], 'the next turn');
  expect(transcript()[2]).toBe('AGENT*: In London,');
  expect(notes.turns[2]?.durationMs).not.toBeNull();
});

test.each([
  ['the last piece only', 'a time', 'Once upon a time'],
  ['spelt another way', 'once upon 1 time', 'Once upon a time'],
  ['nothing', '', ''],
])('what was heard may be %s', async (_, heard, kept) => {
  const { session, interrupt, notes } = talk({ texts: { firstMessage: 'Once upon a time there was a queen.' } });
  session.start();
  await soon(() => notes.turns[0], 'the turn');
  interrupt(heard);
  await soon(() => notes.turns[0]?.interrupted, 'the correction');
  expect(notes.turns[0]?.text).toBe(kept);
});

test.each([
  ['the second time', 'Yes. Then no. Yes.', 'Yes. Then no. Yes.'],
  ['the first time', 'Yes.', 'Yes.'],
])('of words that were said twice those count that were just played: %s', async (_, played, kept) => {
  const { session, interrupt, notes } = talk({ texts: { firstMessage: 'Yes. Then no. Yes. And so on.' } });
  session.start();
  await soon(() => notes.turns[0], 'the turn');
  session.handle({ kind: 'spoken', text: played });
  interrupt('Yes.');
  await soon(() => notes.turns[0]?.interrupted, 'the correction');
  expect(notes.turns[0]?.text).toBe(kept);
});

test.each<[string, string, string, string[]]>([
  ['in both', 'this is Ada. Up to', HELLO, [`AGENT: ${HELLO}`, 'CONTACT: How long?', 'AGENT*: Up to']],
  ['in the first, of which no more was heard', 'this is', 'Hello,', ['AGENT*: Hello, this is', 'CONTACT: How long?']],
  ['in the second', 'to six', HELLO, [`AGENT: ${HELLO}`, 'CONTACT: How long?', 'AGENT*: Up to six']],
  ['in neither', 'at 6', HELLO, [`AGENT: ${HELLO}`, 'CONTACT: How long?', 'AGENT*: Up t']],
])('of two answers that were sent one after the other, the heard words may stand %s', async (...example) => {
  const [, heard, played, heardInAll] = example;
  const { session, interrupt, prompt, model, told, transcript, notes } = talk();
  session.start();
  prompt('How long?');
  (await model.next()).text('Up to six days.').done();
  await soon(() => notes.turns[2], 'both answers');
  session.handle({ kind: 'spoken', text: played });
  interrupt(heard);
  prompt('What?');
  await model.next();
  const [, , second] = heardInAll;
  const said = heardInAll[0]?.replace(/^AGENT.?: /, '');
  const answers = second
    ? ['user: How long?', `assistant: ${second.slice(8)}`, 'user: What?']
    : ['user: How long? What?'];
  expect(told(1)).toEqual([`assistant: ${said}`, ...answers]);
  await soon(() => notes.turns[3], 'the next turn');
  expect(transcript().filter((turn) => !/: $/.test(turn))).toEqual([...heardInAll, 'CONTACT: What?']);
});

test.each([
  ['the provider says what was heard', 'to'],
  ['nobody says it', null],
])('what was heard before a tool ran stays, where %s', async (_, heard) => {
  const { session, interrupt, play, prompt, says, model, transcript, notes } = talk();
  session.start();
  play();
  prompt('When?');
  (await model.next()).text('I have to look that up.').tool('look_up').done();
  await says('look that up.');
  play();
  (await model.next()).text('Ten to six.').done();
  await soon(() => notes.turns[2], 'the whole answer');
  session.handle({ kind: 'spoken', text: 'Ten to' });
  if (heard) interrupt(heard);
  else session.handle({ kind: 'closed', lost: true });
  await soon(() => notes.turns[2]?.interrupted, 'the correction');
  expect(transcript()[2]).toBe('AGENT*: I have to look that up. Ten to');
});

test('an answer of which nothing was heard leaves no trace', async () => {
  const { session, interrupt, play, prompt, model, told, transcript, notes } = talk();
  session.start();
  play();
  prompt('Well?');
  (await model.next()).text('One ');
  await settle();
  interrupt('');
  prompt('Hello?');
  await model.next();
  expect(told(1)).toEqual([`assistant: ${HELLO}`, 'user: Well? Hello?']);
  await soon(() => notes.turns.at(-1)?.text === 'Hello?', 'the turn');
  expect(transcript()).toEqual([`AGENT: ${HELLO}`, 'CONTACT: Well?', 'CONTACT: Hello?']);
});

test('an interrupt after everything was heard changes nothing', async () => {
  const { session, interrupt, play, transcript } = talk();
  session.start();
  play();
  interrupt('Hello,');
  await settle();
  expect(transcript()).toEqual([`AGENT: ${HELLO}`]);
});

test('a prompt while the agent speaks breaks the answer off; what was sent will be heard', async () => {
  const { session, channel, play, prompt, model, told, transcript, notes } = talk();
  session.start();
  play();
  prompt('Tell me a story.');
  const ask = await model.next();
  ask.text('Once upon a ', 'time');
  await settle();
  prompt('No, wait.');
  expect(ask.signal.aborted).toBe(true);
  expect(channel.sent.at(-1)).toEqual({ text: '', last: true });
  await model.next();
  expect(told(1).slice(-2)).toEqual(['assistant: Once upon a', 'user: No, wait.']);
  await soon(() => notes.turns[3], 'the next turn');
  expect(transcript()[2]).toBe('AGENT*: Once upon a');
});

test('what the person says before the first token is answered together', async () => {
  const { session, play, prompt, model, told, transcript, notes } = talk();
  session.start();
  play();
  prompt('I would like');
  const ask = await model.next();
  prompt('two tickets.');
  expect(ask.signal.aborted).toBe(true);
  await model.next();
  expect(told(1)).toEqual([`assistant: ${HELLO}`, 'user: I would like two tickets.']);
  await soon(() => notes.turns[2], 'both turns');
  expect(transcript().slice(1)).toEqual(['CONTACT: I would like', 'CONTACT: two tickets.']);
});

test('a model that does not notice its abort is not heard all the same', async () => {
  const { session, channel, play, prompt, interrupt, model } = talk();
  model.deaf = true;
  session.start();
  play();
  prompt('Well?');
  const first = await model.next();
  first.text('One ');
  await settle();
  interrupt('One');
  prompt('And?');
  const second = await model.next();
  first.text('stale ', 'words').tool('end_call').done();
  second.text('Two.').done();
  await settle();
  expect(channel.text).toBe(`${HELLO}One Two.`);
  expect(channel.ended).toBeNull();
});

test('a question that noise cut short of an answer is answered after a silence', async () => {
  const { session, play, prompt, interrupt, model, told } = talk();
  session.start();
  play();
  prompt('Are you open?');
  await model.next();
  interrupt('');
  await model.next();
  expect(told(1)).toEqual([`assistant: ${HELLO}`, 'user: Are you open?']);
});
