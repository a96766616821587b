import { closeAll, HELLO, SPEED, type TalkOptions, talk } from './support/harness';
import { settle, soon } from './support/soon';

afterEach(closeAll);

/** Milliseconds of ours in which so many seconds of the call pass. */
const real = (seconds: number) => (seconds * 1000) / SPEED;
const pass = (seconds: number) => new Promise((resolve) => setTimeout(resolve, real(seconds)));

const quick = (options: TalkOptions = {}) => talk({ settings: { silence: { afterSeconds: 8 } }, ...options });

test('the agent asks whether anybody is there, says goodbye, and ends the call', async () => {
  const { session, channel, play, says, ends, notes, transcript } = quick();
  session.start();
  await pass(10);
  // It was not heard yet, so there is no silence.
  expect(channel.text).toBe(HELLO);
  const before = Date.now();
  play();
  await says('Are you still there?');
  expect(Date.now() - before).toBeGreaterThanOrEqual(real(8) - 2);
  play();
  await says('I cannot hear you');
  expect(channel.ended).toBeNull();
  play();
  expect(await ends()).toEqual({ reason: 'SILENCE' });
  expect(notes.written.at(-1)).toBe('SILENCE');
  expect(transcript()).toHaveLength(3);
});

test('without word of what was spoken, the time to say it is estimated', async () => {
  const { session, says } = quick({ texts: { firstMessage: 'one two three four five six seven eight nine ten' } });
  const before = Date.now();
  session.start();
  await says('Are you still there?');
  // Ten words take four seconds.
  expect(Date.now() - before).toBeGreaterThanOrEqual(real(4 + 8));
});

test('what the person says begins the count anew', async () => {
  const { session, channel, play, prompt, model, says } = quick();
  session.start();
  play();
  await says('Are you still there?');
  play();
  prompt('Yes.');
  (await model.next()).text('Good.').done();
  await settle();
  play();
  channel.sent.length = 0;
  await says('Are you still there?');
  expect(channel.ended).toBeNull();
});

test('who is still speaking is not asked', async () => {
  const { session, channel, play, prompt, model } = quick();
  session.start();
  play();
  session.handle({ kind: 'speaking', who: 'contact', on: true });
  await pass(20);
  expect(channel.text).toBe(HELLO);
  session.handle({ kind: 'speaking', who: 'contact', on: false });
  for (let part = 0; part < 4; part++) {
    await pass(5);
    session.handle({ kind: 'prompt', text: 'I am', last: false, language: null });
  }
  expect(channel.text).toBe(HELLO);
  expect(model.asks).toHaveLength(0);
  prompt('I am looking for a plumber.');
  expect((await model.next()).request.messages.at(-1)?.text).toBe('I am looking for a plumber.');
});

test.each([
  ['cuts the agent short', 'Hello,'],
  ['lets the agent finish', null],
])('who begins to speak over the agent, %s, and goes on is not asked', async (_, heard) => {
  const { session, channel, play, interrupt, says } = quick();
  session.start();
  session.handle({ kind: 'speaking', who: 'agent', on: true });
  session.handle({ kind: 'speaking', who: 'contact', on: true });
  if (heard) interrupt(heard);
  else play();
  session.handle({ kind: 'speaking', who: 'agent', on: false });
  await pass(25);
  expect(channel.text).toBe(HELLO);
  expect(channel.ended).toBeNull();
  session.handle({ kind: 'speaking', who: 'contact', on: false });
  await says('Are you still there?');
});

test('a noise is no beginning of what is said later', async () => {
  const { session, play, prompt, notes } = quick({ settings: {} });
  const speaking = (on: boolean) => session.handle({ kind: 'speaking', who: 'contact', on });
  session.start();
  play();
  speaking(true);
  speaking(false);
  await pass(20);
  session.handle({ kind: 'digit', digit: '#' });
  speaking(true);
  await pass(3);
  prompt('Hi.');
  const [keys, words] = await soon(() => notes.turns.length === 3 && notes.turns.slice(1), 'both turns');
  expect(keys?.offsetMs).toBeGreaterThanOrEqual(19_000);
  expect(words?.offsetMs).toBeGreaterThanOrEqual(19_000);
  expect(words?.durationMs).toBeGreaterThanOrEqual(2900);
});

test('nobody is asked while the model thinks', async () => {
  const { session, channel, play, prompt, model } = quick();
  session.start();
  play();
  prompt('Hm?');
  await model.next();
  await pass(20);
  expect(channel.text).toBe(HELLO);
});

test('keys are gathered until a pause, or #', async () => {
  const { session, play, model, told, transcript, notes } = quick();
  const press = (keys: string) => {
    for (const digit of keys) session.handle({ kind: 'digit', digit });
  };
  session.start();
  play();
  press('12#');
  const ask = await model.next();
  expect(told(0).at(-1)).toBe('user: [pressed 1 2 #]');
  ask.text('Thanks.').done();
  await settle();
  play();
  press('4');
  await settle();
  press('5');
  await model.next();
  expect(told(1).at(-1)).toBe('user: [pressed 4 5]');
  await soon(() => notes.turns[3], 'the turn');
  expect(transcript()[3]).toBe('CONTACT: [pressed 4 5]');
});

test('words do not wait for keys', async () => {
  const { session, play, prompt, model, told } = quick();
  session.start();
  play();
  session.handle({ kind: 'digit', digit: '7' });
  prompt('Is that right?');
  await model.next();
  await soon(() => told(model.asks.length - 1).at(-1) === 'user: [pressed 7] Is that right?', 'both in one message');
});
