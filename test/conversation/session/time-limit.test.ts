import { closeAll, HELLO, SPEED, talk } from './support/harness';
import { settle, soon } from './support/soon';

afterEach(closeAll);

const WARNING = 'We have about half a minute left.';
const GOODBYE = 'Our time is up.';
/** Seconds of the call that have passed since it was answered. */
const since = (answeredAt: number, speed = SPEED) => ((performance.now() - answeredAt) / 1000) * speed;

/** A call of which so many seconds are left. */
function late(secondsLeft: number, options: Parameters<typeof talk>[0] = {}) {
  const speed = options.brief?.speed ?? SPEED;
  const answeredAt = performance.now() - ((600 - secondsLeft) / speed) * 1000;
  const all = talk({ ...options, brief: { answeredAt, ...options.brief } });
  return { ...all, answeredAt };
}

test('a warning, and a goodbye that is over before the limit', async () => {
  const { session, channel, says, play, ends, answeredAt, model, prompt } = late(36, { brief: { speed: 20 } });
  session.start();
  play();
  await says(WARNING);
  expect(since(answeredAt, 20)).toBeGreaterThanOrEqual(569);
  play();
  await says(GOODBYE);
  // Eight words take 3.2 seconds.
  expect(since(answeredAt, 20)).toBeLessThan(596.8);
  expect(channel.sent.at(-1)).toMatchObject({ interruptible: false, last: true });
  prompt('One more thing!');
  await settle();
  expect(model.asks).toHaveLength(0);
  expect(channel.ended).toBeNull();
  play();
  expect(await ends()).toEqual({ reason: 'TIME_LIMIT' });
});

test('the warning waits for the end of a sentence', async () => {
  const { session, channel, says, play, prompt, model } = late(50);
  session.start();
  play();
  prompt('Tell me.');
  const ask = await model.next();
  ask.text('It is a ');
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(channel.text).not.toContain(WARNING);
  ask.text('long story. ', 'Shall I?').done();
  await says(WARNING);
  expect(channel.text).toContain(`It is a long story. `);
  expect(channel.text).toMatch(/story\. +We have about half a minute left\./);
});

test('the warning does not wait for words that a noise never had', async () => {
  const { session, says, play } = late(50);
  session.start();
  play();
  session.handle({ kind: 'speaking', who: 'contact', on: true });
  session.handle({ kind: 'speaking', who: 'contact', on: false });
  await says(WARNING);
});

test('a call that is shorter than its warning has none', async () => {
  const { session, channel, says, play } = talk({ brief: { maxDurationSeconds: 29 } });
  session.start();
  play();
  await says(GOODBYE);
  expect(channel.text).not.toContain(WARNING);
});

test('a voice that turns out to be slow is given less to say', async () => {
  const { session, channel, says, play, prompt, model } = late(100, { settings: { timeLimit: { warningSeconds: 0 } } });
  session.start();
  play();
  prompt('Tell me everything.');
  const ask = await model.next();
  // Fifty words, which usually take twenty seconds; of this voice, the first five take sixty.
  ask.text('a b c d e '.repeat(10));
  await new Promise((resolve) => setTimeout(resolve, 600));
  session.handle({ kind: 'spoken', text: 'a b c d e ' });
  ask.text('And this is one sentence more than there is time for. ');
  ask.text('Another. '.repeat(40));
  await says(GOODBYE);
  expect(channel.text).not.toContain('Another. '.repeat(30));
});

test('no sentence is begun that would not leave time for the goodbye', async () => {
  const { session, channel, says, play, prompt, model } = late(55, { settings: { timeLimit: { warningSeconds: 0 } } });
  session.start();
  play();
  prompt('Tell me everything.');
  const ask = await model.next();
  for (let number = 0; number < 60; number++) ask.text(`This is sentence ${number} of it. `);
  await says(GOODBYE);
  expect(ask.signal.aborted).toBe(true);
  const said = channel.text.slice(HELLO.length, channel.text.indexOf(GOODBYE)).trim();
  expect(said).toMatch(/of it\.$/);
  // All of it, at two and a half words a second, fits into what was left.
  expect(said.split(/\s+/).length / 2.5).toBeLessThan(50);
  expect(said.split(/\s+/).length).toBeGreaterThan(30);
  expect(channel.text.endsWith('goodbye.')).toBe(true);
});

test('an answer that there is no time for is followed by the goodbye, not by silence', async () => {
  const settings = { timeLimit: { warningSeconds: 0 }, silence: { afterSeconds: 8 } };
  const { session, channel, says, play, ends, prompt, model } = late(50, { settings });
  session.start();
  play();
  prompt('Tell me everything.');
  const ask = await model.next();
  ask.text('It is short. ', `${'and then '.repeat(100)}the end.`).done();
  await says('It is short.');
  await settle();
  play();
  await says(GOODBYE);
  expect(channel.text).not.toMatch(/still there|cannot hear/);
  play();
  expect(await ends()).toEqual({ reason: 'TIME_LIMIT' });
});

const SENTENCE = 'We offer many things that are of use to you. ';
/** Ten words take four seconds: two minutes. */
const LONG = SENTENCE.repeat(30);

test.each([
  ['word by word', LONG.split(/(?<= )/)],
  ['all at once', [LONG]],
])('who interrupts an answer longer than the time left is answered: it came %s', async (_, pieces) => {
  const { session, channel, says, play, ends, interrupt, prompt, model, transcript, answeredAt } = late(100, {
    settings: { timeLimit: { warningSeconds: 0 } },
  });
  session.start();
  play();
  prompt('What do you offer?');
  (await model.next()).text(...pieces).done();
  await says(SENTENCE);
  await settle();
  expect(channel.text).toMatch(/to you\. ?$/);
  // No more is said than can be heard before the goodbye, and not much less.
  expect(channel.text.length).toBeLessThan(22 * SENTENCE.length);
  expect(channel.text.length).toBeGreaterThan(15 * SENTENCE.length);
  session.handle({ kind: 'speaking', who: 'agent', on: true });
  session.handle({ kind: 'spoken', text: 'We offer many' });
  interrupt('We offer many');
  prompt('What does the first one cost?');
  (await model.next()).text('It costs nothing.').done();
  await says('It costs nothing.');
  await settle();
  play();
  expect(transcript().slice(2)).toEqual([
    'AGENT*: We offer many',
    'CONTACT: What does the first one cost?',
    'AGENT: It costs nothing.',
  ]);
  await says(GOODBYE);
  expect(since(answeredAt)).toBeGreaterThan(580);
  play();
  expect(await ends()).toEqual({ reason: 'TIME_LIMIT' });
  expect(transcript().at(-1)).toContain(`AGENT: ${GOODBYE}`);
});

test('a goodbye that is cut off with the answer before it is said again', async () => {
  const { session, channel, says, play, ends, interrupt, prompt, model, transcript } = late(60, {
    settings: { timeLimit: { warningSeconds: 0 } },
  });
  session.start();
  play();
  prompt('What do you offer?');
  (await model.next()).text(LONG);
  await says(SENTENCE);
  session.handle({ kind: 'speaking', who: 'agent', on: true });
  session.handle({ kind: 'spoken', text: 'We offer many' });
  await says(GOODBYE);
  channel.sent.length = 0;
  interrupt('We offer many');
  await says(GOODBYE);
  expect(channel.sent).toEqual([expect.objectContaining({ interruptible: false, last: true })]);
  await settle();
  expect(channel.ended).toBeNull();
  session.handle({ kind: 'spoken', text: channel.text });
  expect(await ends()).toEqual({ reason: 'TIME_LIMIT' });
  const heard = transcript().filter((turn) => !/: $/.test(turn));
  expect(heard.slice(2)).toEqual(['AGENT*: We offer many', `AGENT: ${channel.text}`]);
});

test('the warning does not keep the goodbye waiting, but for who makes room for it', async () => {
  const { session, channel, says, play, interrupt, prompt, model, answeredAt } = late(42, { brief: { speed: 20 } });
  session.start();
  play();
  prompt('What do you offer?');
  (await model.next()).text(LONG);
  await soon(() => since(answeredAt, 20) > 572, 'the time of the warning');
  expect(channel.text).not.toContain(WARNING);
  interrupt('We offer many');
  prompt('Is that all?');
  (await model.next()).text('Yes. ');
  await says(WARNING);
  expect(channel.text).toMatch(/Yes\. +We have about half a minute left\./);
  play();
  await says(GOODBYE);
  expect(since(answeredAt, 20)).toBeLessThan(596.8);
});

test('no tool is begun after the time is up', async () => {
  let runs = 0;
  const runTool = async () => {
    runs++;
    return 'done';
  };
  const { session, says, play, prompt, model } = late(30, { runTool, settings: { timeLimit: { warningSeconds: 0 } } });
  session.start();
  play();
  prompt('Do it.');
  const ask = await model.next();
  ask.text('and so on '.repeat(30)).tool('look_up').done();
  await says(GOODBYE);
  await settle();
  expect(runs).toBe(0);
  expect(model.asks).toHaveLength(1);
});

test('a goodbye under way is not said twice', async () => {
  const { session, channel, says, prompt, play, model, ends } = late(30);
  session.start();
  play();
  prompt('Bye.');
  (await model.next()).text('Goodbye.').tool('end_call').done();
  await says('Goodbye.');
  await settle();
  play();
  expect(await ends()).toEqual({ reason: 'AGENT_ENDED' });
  expect(channel.text).not.toContain(GOODBYE);
});
