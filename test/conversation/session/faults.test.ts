import { ModelFailure } from '../../../src/conversation/model/language-model';
import { Superseded } from '../../../src/conversation/session/ports';
import { closeAll, HELLO, talk } from './support/harness';
import { settle, soon } from './support/soon';

afterEach(closeAll);

const APOLOGY = 'I am sorry, I have technical difficulties.';
const failure = () => new ModelFailure('unreachable', 'no route');

/** A conversation in which the person has just asked something. */
async function asked({ poison = null }: { poison?: string | null } = {}) {
  const all = talk();
  all.notes.poison = poison;
  all.session.start();
  all.play();
  all.prompt('Please.');
  return { ...all, ask: await all.model.next() };
}

test('a model that cannot be used is apologised for', async () => {
  const { ask, says, play, ends, channel } = await asked();
  ask.fail(failure());
  await says(APOLOGY);
  expect(channel.ended).toBeNull();
  play();
  expect(await ends()).toEqual({ reason: 'MODEL_ERROR' });
});

test('an answer that breaks off is asked for once more, and what was said stays', async () => {
  const { ask, model, says, told, channel, play, transcript, notes } = await asked();
  ask.text('You can come on ', 'Tues');
  await settle();
  ask.fail(failure());
  const again = await model.next();
  await says('Sorry.');
  expect(told(1).slice(2)).toEqual([
    'assistant: You can come on Sorry.',
    expect.stringMatching(/^system: .*broke off/),
  ]);
  again.text('You can come on Tuesday.').done();
  await says('Tuesday.');
  await settle();
  play();
  await soon(() => notes.turns[2]?.durationMs, 'the turn');
  expect(transcript()[2]).toMatch(/^AGENT: You can come on Sorry\. You can come on Tuesday\.$/);
  expect(channel.ended).toBeNull();
});

test('an answer that breaks off twice ends the call', async () => {
  const { ask, model, says, play, ends, transcript } = await asked();
  ask.text('You can ');
  await settle();
  ask.fail(failure());
  const again = await model.next();
  again.text('You can come ');
  await settle();
  again.fail(failure());
  await says(APOLOGY);
  play();
  expect(await ends()).toEqual({ reason: 'MODEL_ERROR' });
  expect(transcript()[2]).toMatch(/^AGENT\*: You can Sorry\. You can come$/);
});

test('a fault of ours is apologised for', async () => {
  const { ask, says, play, ends } = await asked();
  ask.fail(new TypeError('x is not a function'));
  await says(APOLOGY);
  play();
  expect(await ends()).toEqual({ reason: 'INTERNAL_ERROR' });
});

test('a channel that throws ends the session, not the process', async () => {
  const { session, channel, prompt } = talk();
  channel.broken = true;
  session.start();
  prompt('Hello?');
  expect((await session.finished).lost).toBe(false);
});

test('what could not be written is tried again, in order, while the talk goes on', async () => {
  const { session, notes, play, prompt, model, says } = talk();
  notes.failures = 3;
  session.start();
  play();
  prompt('Hello?');
  (await model.next()).text('Hi.').done();
  await says('Hi.');
  expect(notes.written).toEqual([]);
  await soon(() => notes.turns[2], 'the turns');
  expect(notes.turns.map(({ text }) => text)).toEqual([HELLO, 'Hello?', 'Hi.']);
  expect(notes.written.filter((what) => what.startsWith('turn'))).toEqual(
    [...notes.written].filter((w) => w.startsWith('turn')).sort(),
  );
});

test('what is never taken does not keep back what comes after it, nor the end', async () => {
  const { notes, session, ask, ends } = await asked({ poison: 'turn 1' });
  ask.text('Goodbye.').tool('end_call').done();
  expect(await ends()).toEqual({ reason: 'AGENT_ENDED' });
  await session.finished;
  expect(notes.turns.map((turn) => turn?.text)).toEqual([HELLO, undefined, 'Goodbye.']);
  expect(notes.written).toContain('AGENT_ENDED');
});

test('a session falls silent when a newer one has the call', async () => {
  const { session, notes, channel } = talk();
  notes.failures = 1;
  notes.failWith = new Superseded();
  session.start();
  await session.finished;
  expect(channel.ended).toBeNull();
  expect(notes.written).toEqual([]);
});

test('a lost connection keeps what was said, as far as it was heard', async () => {
  const { session, ask, transcript, notes, channel } = await asked();
  ask.text('It is nine. ', 'And then it is ten. ', 'And ');
  await settle();
  session.handle({ kind: 'spoken', text: 'It is nine.' });
  session.handle({ kind: 'closed', lost: true });
  expect(ask.signal.aborted).toBe(true);
  expect(await session.finished).toEqual({ lost: true, reason: null });
  expect(transcript()).toEqual([`AGENT: ${HELLO}`, 'CONTACT: Please.', 'AGENT*: It is nine.']);
  expect(notes.turns.every(({ durationMs }) => durationMs !== null)).toBe(true);
  expect(channel.ended).toBeNull();
});

test('the next connection takes the conversation up without greeting, and says that it was cut off', async () => {
  const first = await asked();
  first.ask.text('It is nine. ', 'And then ');
  await settle();
  first.session.handle({ kind: 'spoken', text: 'It is nine.' });
  first.session.handle({ kind: 'closed', lost: true });
  await first.session.finished;
  const second = talk({ brief: { attempt: 2 }, turns: first.notes.turns });
  second.session.start();
  await settle();
  expect(second.channel.text).toBe('Sorry, we were cut off.');
  second.play();
  second.prompt('Go on.');
  await second.model.next();
  expect(second.told(0).slice(0, 2)).toEqual([`assistant: ${HELLO}`, 'user: Please.']);
  expect(second.told(0).at(-1)).toBe('user: Go on.');
  await soon(() => second.notes.turns[4], 'the turn');
  expect(second.notes.turns[4]).toMatchObject({ index: 4, text: 'Go on.' });
});

test('who was waiting for an answer gets it on the next connection; else the agent waits', async () => {
  const first = await asked();
  first.session.handle({ kind: 'closed', lost: true });
  await first.session.finished;
  const second = talk({ brief: { attempt: 2 }, turns: first.notes.turns });
  second.session.start();
  (await second.model.next()).text('Nine.').done();
  await second.says('Nine.');
  await settle();
  second.play();
  second.session.handle({ kind: 'closed', lost: true });
  await second.session.finished;
  const third = talk({ brief: { attempt: 3 }, turns: [...first.notes.turns, ...second.notes.turns.slice(2)] });
  third.session.start();
  await settle();
  expect(third.channel.text).toBe('');
});

test('an end that the connection did not live to see is written', async () => {
  const { ask, session, says, notes } = await asked();
  ask.text('Goodbye now.').tool('end_call').done();
  await says('Goodbye now.');
  await settle();
  session.handle({ kind: 'closed', lost: true });
  expect(await session.finished).toEqual({ lost: true, reason: 'AGENT_ENDED' });
  expect(notes.written).toContain('AGENT_ENDED');
});

test('a server that stops lets the conversation end, until it is told to abort', async () => {
  const { ask, session, says, play, ends } = await asked();
  const bound = new AbortController();
  const stopped = session.stop(bound.signal);
  ask.text('Goodbye now.').tool('end_call').done();
  await says('Goodbye now.');
  await settle();
  play();
  await ends();
  await stopped;

  const other = await asked();
  const aborted = other.session.stop(bound.signal);
  bound.abort();
  await aborted;
  expect(other.ask.signal.aborted).toBe(true);
  expect(await other.session.finished).toEqual({ lost: true, reason: null });
});

test('nothing is left to run after the end', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const all = Array.from({ length: 20 }, () => talk());
  for (const { session, prompt } of all) {
    session.start();
    session.handle({ kind: 'digit', digit: '1' });
    prompt('Hello?');
  }
  expect(timers()).toBeGreaterThan(before);
  for (const { session } of all) session.handle({ kind: 'closed', lost: false });
  await Promise.all(all.map(({ session }) => session.finished));
  expect(timers()).toBeLessThanOrEqual(before);
  expect(all.every(({ model }) => model.asks.every(({ signal }) => signal.aborted))).toBe(true);
});

test.each([
  ['closed from the other end', false, ['CONTACT_HUNG_UP']],
  ['broken', true, []],
])('a line that is %s, while nobody of ours was about to end it, is written as that: %j', async (_, lost, reasons) => {
  const { session, notes, play } = talk();
  session.start();
  play();
  session.handle({ kind: 'closed', lost });
  expect(await session.finished).toEqual({ lost, reason: null });
  expect(notes.written.filter((what) => !what.startsWith('turn'))).toEqual(reasons);
});

test.each([
  ['before the agent had put them through', false, ['CONTACT_HUNG_UP']],
  ['because the agent put them through', true, []],
])('whose line was closed %s', async (_, told, reasons) => {
  const { ask, session, channel, notes, says, play } = await asked();
  ask.text('I will put you through.').tool('transfer_call', { to: 'billing' }).done();
  await says('through.');
  await settle();
  if (told) {
    play();
    await soon(() => channel.ended, 'the end');
  }
  session.handle({ kind: 'closed', lost: false });
  await session.finished;
  expect(notes.written.filter((what) => !/^turn|usage/.test(what))).toEqual(reasons);
});
