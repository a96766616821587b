import { closeAll, HELLO, SPEED, talk } from './support/harness';
import { settle } from './support/soon';

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
