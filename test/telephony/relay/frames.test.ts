import net from 'node:net';
import { until } from '../../support/until';
import { closed, opened, setup, startRelay } from './support';

let relay: Awaited<ReturnType<typeof startRelay>>;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.stop());

test.each([
  [
    'a prompt',
    { type: 'prompt', voicePrompt: 'Hello?', lang: 'en-US', last: true },
    { kind: 'prompt', text: 'Hello?', last: true, language: 'en-US' },
  ],
  [
    'a partial prompt',
    { type: 'prompt', voicePrompt: 'Hel', last: false, agentId: 'unknown member' },
    { kind: 'prompt', text: 'Hel', last: false, language: null },
  ],
  ['a key', { type: 'dtmf', digit: '#' }, { kind: 'digit', digit: '#' }],
  [
    'an interrupt',
    { type: 'interrupt', utteranceUntilInterrupt: 'Life is a', durationUntilInterruptMs: 460 },
    { kind: 'interrupt', heard: 'Life is a', afterMs: 460 },
  ],
  [
    'an interrupt with its time as text',
    { type: 'interrupt', utteranceUntilInterrupt: 'Life', durationUntilInterruptMs: '460' },
    { kind: 'interrupt', heard: 'Life', afterMs: 460 },
  ],
  ['an error', { type: 'error', description: 'code: 64107' }, { kind: 'complaint', message: 'code: 64107' }],
  ['played tokens', { type: 'info', name: 'tokensPlayed', value: 'Life is' }, { kind: 'spoken', text: 'Life is' }],
  [
    'the agent is heard',
    { type: 'info', name: 'agentSpeaking', value: 'on' },
    { kind: 'speaking', who: 'agent', on: true },
  ],
  [
    'the contact is not heard',
    { type: 'info', name: 'clientSpeaking', value: 'off' },
    { kind: 'speaking', who: 'contact', on: false },
  ],
])('%s', async (_, frame, event) => {
  const { socket } = await relay.session();
  socket.send(JSON.stringify(frame));
  await until(async () => relay.talk.events[0], 'the event', 10);
  expect(relay.talk.events).toEqual([event]);
});

test('what is unknown is tolerated, what is malformed ignored', async () => {
  const { socket } = await relay.session();
  const harmless = [
    { type: 'tomorrow', what: 'ever' },
    { type: 'constructor' },
    { type: 'info', name: 'roundTripDelayMs', value: '148' },
    { type: 'prompt' },
    { type: 'dtmf', digit: '12' },
    { type: 7 },
    [],
  ];
  for (const frame of harmless) socket.send(JSON.stringify(frame));
  socket.send('{"type":');
  socket.send(Buffer.from('{"type":"dtmf","digit":"1"}'), { binary: true });
  socket.send('{"type":"dtmf","digit":"5"}');
  await relay.talk.until('digit');
  expect(relay.talk.events).toEqual([{ kind: 'digit', digit: '5' }]);
});

test('ten malformed frames in a row end the session', async () => {
  const { socket } = await relay.session();
  for (let count = 0; count < 9; count++) socket.send('garbage');
  socket.send('{"type":"dtmf","digit":"5"}');
  for (let count = 0; count < 9; count++) socket.send('garbage');
  socket.send('{"type":"dtmf","digit":"6"}');
  await until(async () => relay.talk.events.length === 2, 'both keys', 10);
  relay.talk.events.length = 0;
  for (let count = 0; count < 10; count++) socket.send('garbage');
  expect(await closed(socket)).toBe(1007);
  expect(relay.talk.events).toEqual([{ kind: 'closed', lost: true }]);
});

test('a huge frame ends the session, not the server', async () => {
  const { socket } = await relay.session();
  socket.send(JSON.stringify({ type: 'prompt', voicePrompt: 'x'.repeat(70_000) }));
  expect(await closed(socket)).toBe(1009);
  expect(await relay.talk.until('closed')).toEqual({ kind: 'closed', lost: true });
  expect(relay.relay.size).toBe(0);
});

test('what is said, pressed and ended is written as the provider reads it', async () => {
  const { frames, channel, socket } = await relay.session();
  channel.say('He said "hi"\n ', { last: false });
  channel.say('', { last: true, interruptible: false });
  channel.sendDigits('1w#');
  channel.end({ reason: 'TRANSFERRED' as never, transferTo: '+14155550101' });
  channel.say('nothing after the end', { last: true });
  await until(async () => frames.length >= 4, 'four frames', 10);
  expect(frames).toEqual([
    { type: 'text', token: 'He said "hi"\n ', last: false },
    { type: 'text', token: '', last: true, interruptible: false },
    { type: 'sendDigits', digits: '1w#' },
    { type: 'end', handoffData: '{"reason":"TRANSFERRED","transferTo":"+14155550101"}' },
  ]);
  socket.close(1000);
  expect(await relay.talk.until('closed')).toEqual({ kind: 'closed', lost: false });
  channel.say('nothing after the close', { last: true });
  expect(frames).toHaveLength(4);
});

test.each([
  ['the end of the call', (socket: { close(code: number): void }) => socket.close(1000), false],
  ['a drop', (socket: { terminate(): void }) => socket.terminate(), true],
])('%s', async (_, end, lost) => {
  const { socket } = await relay.session();
  end(socket);
  expect(await relay.talk.until('closed')).toEqual({ kind: 'closed', lost });
  expect(relay.talk.events).toHaveLength(1);
  expect(relay.relay.size).toBe(0);
});

test('a drop after we ended the session is no loss', async () => {
  const { socket, channel } = await relay.session();
  channel.end({ reason: 'AGENT_ENDED' as never });
  socket.terminate();
  expect(await relay.talk.until('closed')).toEqual({ kind: 'closed', lost: false });
});

test('a setup of another call is refused', async () => {
  const socket = relay.connect();
  await opened(socket);
  socket.send(setup(`CA${'9'.repeat(32)}`));
  expect(await closed(socket)).toBe(1008);
  expect(relay.talk.channel).toBeNull();
});

test('what comes before the setup is not listened to, and a second setup changes nothing', async () => {
  const socket = relay.connect();
  await opened(socket);
  socket.send('{"type":"dtmf","digit":"1"}');
  socket.send(setup());
  await until(async () => relay.talk.channel, 'the setup', 10);
  const first = relay.talk.channel;
  socket.send(setup());
  socket.send('{"type":"dtmf","digit":"2"}');
  await relay.talk.until('digit');
  expect(relay.talk.events).toEqual([{ kind: 'digit', digit: '2' }]);
  expect(relay.talk.channel).toBe(first);
});

test('a peer that takes nothing is given up', async () => {
  const { socket, channel } = await relay.session();
  socket.pause();
  const token = 'x'.repeat(30_000);
  for (let count = 0; count < 1000 && relay.talk.events.length === 0; count++) {
    channel.say(token, { last: false });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await relay.talk.until('closed')).toEqual({ kind: 'closed', lost: true });
});

test('a socket that is not set up in time is closed', async () => {
  const hasty = await startRelay({ setupMs: 50 });
  const socket = hasty.connect();
  await opened(socket);
  expect(await closed(socket)).toBe(1008);
  expect(hasty.talk.channel).toBeNull();
  await hasty.stop();
});

test('a peer that is dead is lost, a quiet one is not', async () => {
  const watchful = await startRelay({ pingMs: 50 });
  const { socket } = await watchful.session();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(watchful.talk.events).toEqual([]);
  socket.close(1000);
  await watchful.talk.until('closed');
  await watchful.stop();

  const other = await startRelay({ pingMs: 50 });
  const dead = other.connect(other.url, undefined, false);
  await opened(dead);
  dead.send(setup());
  expect(await other.talk.until('closed')).toEqual({ kind: 'closed', lost: true });
  await other.stop();
});

test('garbage instead of a handshake does not hurt', async () => {
  const { hostname, port, pathname } = new URL(relay.url);
  const socket = net.connect(Number(port), hostname);
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.write('\x00\xff\x00');
  socket.destroy();
  expect(await relay.status()).toBe(101);
});
