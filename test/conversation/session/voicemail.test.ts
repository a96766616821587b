import { MAX_TALKS } from '../../../src/services/talks/talk';
import { closeAll, HELLO, talk } from './support/harness';
import { settle, soon } from './support/soon';

afterEach(closeAll);

const MESSAGE = 'Please call us back.';

test('a policy to hang up hangs up at once', async () => {
  const { session, channel, ends, notes } = talk({ settings: { voicemail: { policy: 'HANG_UP' } } });
  session.start();
  session.machineDetected('machine');
  expect(await ends()).toEqual({ reason: 'VOICEMAIL_NOT_LEFT' });
  expect(channel.text).toBe(HELLO);
  expect(notes.written).toContain('VOICEMAIL_NOT_LEFT');
});

test.each(['HANG_UP', 'LEAVE_MESSAGE', 'CONTINUE'] as const)('nobody talks to a fax: %s', async (policy) => {
  const { session, ends, channel } = talk({ settings: { voicemail: { policy, message: MESSAGE } } });
  session.start();
  session.machineDetected('fax');
  expect(await ends()).toEqual({ reason: 'VOICEMAIL_NOT_LEFT' });
  expect(channel.text).not.toContain(MESSAGE);
});

test('the message is left when the greeting is over, and nothing of the greeting is answered', async () => {
  const { session, channel, model, play, prompt, says, ends, transcript } = talk();
  session.start();
  play();
  prompt('You have reached');
  const ask = await model.next();
  session.machineDetected('machine');
  expect(ask.signal.aborted).toBe(true);
  prompt('the mailbox of Bob.');
  session.handle({ kind: 'speaking', who: 'contact', on: true });
  await settle();
  expect(model.asks).toHaveLength(1);
  expect(channel.text).toBe(HELLO);
  session.machineDetected('greeting-ended');
  await says(MESSAGE);
  expect(channel.sent.at(-1)).toEqual({ text: MESSAGE, last: true, interruptible: false });
  play();
  expect(await ends()).toEqual({ reason: 'VOICEMAIL_LEFT' });
  expect(transcript().at(-1)).toBe(`AGENT: ${MESSAGE}`);
});

test.each([
  ['a line that breaks', true, false],
  ['a machine that hangs up', false, true],
])('%s in the message: left %s', async (_, lost, left) => {
  const { session, notes, says } = talk();
  session.start();
  session.machineDetected('greeting-ended');
  await says(MESSAGE);
  session.handle({ kind: 'closed', lost });
  await session.finished;
  expect(notes.written.includes('VOICEMAIL_LEFT')).toBe(left);
});

test('without word of the greeting’s end, the message waits for silence', async () => {
  const { session, channel, play, says, prompt, ends } = talk();
  session.start();
  play();
  session.machineDetected('machine');
  session.handle({ kind: 'speaking', who: 'contact', on: true });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(channel.text).toBe(HELLO);
  prompt('Leave a message.');
  session.handle({ kind: 'speaking', who: 'contact', on: false });
  const before = Date.now();
  await says(MESSAGE);
  expect(Date.now() - before).toBeGreaterThanOrEqual(28);
  play();
  expect(await ends()).toEqual({ reason: 'VOICEMAIL_LEFT' });
});

test('a greeting that began before anybody knew of the machine is heard out', async () => {
  const { session, channel, play, says } = talk();
  session.start();
  play();
  session.handle({ kind: 'speaking', who: 'contact', on: true });
  session.machineDetected('machine');
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(channel.text).toBe(HELLO);
  session.handle({ kind: 'speaking', who: 'contact', on: false });
  await says(MESSAGE);
});

test('a policy to continue talks on', async () => {
  const { session, channel, play, prompt, model } = talk({ settings: { voicemail: { policy: 'CONTINUE' } } });
  session.start();
  play();
  session.machineDetected('machine');
  session.machineDetected('greeting-ended');
  prompt('Hello?');
  (await model.next()).text('Hello.').done();
  await soon(() => channel.text === `${HELLO}Hello.`, 'the answer');
  expect(channel.ended).toBeNull();
});

test('news of a machine comes too late for a call that is ending', async () => {
  const { session, play, prompt, model, says, ends, channel } = talk();
  session.start();
  play();
  prompt('Bye.');
  (await model.next()).text('Bye, then.').tool('end_call').done();
  await says('Bye, then.');
  await settle();
  session.machineDetected('greeting-ended');
  play();
  expect(await ends()).toEqual({ reason: 'AGENT_ENDED' });
  expect(channel.text).not.toContain(MESSAGE);
});

const LONG = 'I am calling about the order that you placed with us a while ago, and about some others. '.repeat(3);

test('what a machine would record before the message is taken back by a new session', async () => {
  const { session, channel, notes, ends, transcript } = talk({ texts: { firstMessage: LONG } });
  session.start();
  session.handle({ kind: 'spoken', text: 'I am calling' });
  session.machineDetected('greeting-ended');
  expect(await ends()).toEqual({ anew: true });
  expect(channel.text).toBe(LONG);
  expect(transcript()).toEqual(['AGENT*: I am calling']);
  // The call goes on: nobody has ended it, least of all the machine.
  expect(notes.written.filter((what) => !what.startsWith('turn'))).toEqual([]);
});

test.each([
  ['there were enough sessions', { attempt: MAX_TALKS }, LONG],
  ['little is left to be said', {}, HELLO],
])('the message is left behind it where %s', async (_, brief, firstMessage) => {
  const { session, channel, play, ends } = talk({ brief, texts: { firstMessage } });
  session.start();
  session.machineDetected('greeting-ended');
  expect(channel.text).toBe(firstMessage + MESSAGE);
  play();
  expect(await ends()).toEqual({ reason: 'VOICEMAIL_LEFT' });
});

test('a session that begins with a machine that records leaves the message, and says nothing else', async () => {
  const first = talk({ texts: { firstMessage: LONG } });
  first.session.start();
  first.session.machineDetected('greeting-ended');
  await first.ends();
  const { session, channel, play, ends } = talk({
    brief: { attempt: 2, machine: 'greeting-ended' },
    turns: first.notes.turns,
  });
  session.start();
  expect(channel.text).toBe(MESSAGE);
  play();
  expect(await ends()).toEqual({ reason: 'VOICEMAIL_LEFT' });
});

test('of several turns that were still to be heard, the transcript keeps what was', async () => {
  const { session, channel, prompt, model, says, ends, transcript } = talk({ texts: { firstMessage: LONG } });
  session.start();
  prompt('You have reached');
  (await model.next()).text(`${LONG}indeed.`).done();
  await says('indeed.');
  session.handle({ kind: 'spoken', text: 'I am calling' });
  session.machineDetected('greeting-ended');
  expect(await ends()).toEqual({ anew: true });
  expect(channel.text).toContain(LONG);
  expect(transcript()).toEqual(['AGENT*: I am calling', 'CONTACT: You have reached', 'AGENT*: ']);
});
