import { FROM, TO, windowCalls } from '../support/harness';
import { type RelayHarness, startRelayHarness } from '../support/relay-call';
import { sayLines } from '../support/relay-server';
import { until } from '../support/until';

describe('a ConversationRelay session', () => {
  let harness: RelayHarness;

  beforeEach(async () => {
    harness = await startRelayHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  it('connects as Twilio does: signed over the URL as written, as Jetty, without extensions', async () => {
    await harness.call();
    const { path, headers, isSigned } = await harness.relay.connection();
    expect({ path, isSigned }).toEqual({ path: '/relay/secret', isSigned: true });
    expect(headers['user-agent']).toBe('Jetty/11.0.24');
    expect(headers['sec-websocket-extensions']).toBeUndefined();
    expect(headers['x-amzn-bedrock-agentcore-runtime-custom-twilio-signature']).toBe(headers['x-twilio-signature']);
  });

  it('begins with setup', async () => {
    const sid = await harness.call({ children: '<Parameter name="attempt" value="2"/><Language code="de-DE"/>' });
    const connection = await harness.relay.connection();
    expect(await connection.frame('setup')).toEqual({
      type: 'setup',
      sessionId: expect.stringMatching(/^VX[0-9a-f]{32}$/),
      accountSid: harness.credentials.sid,
      callSid: sid,
      parentCallSid: '',
      from: FROM,
      to: TO,
      forwardedFrom: '',
      callerName: '',
      direction: 'outbound-api',
      callType: 'PSTN',
      callStatus: 'IN_PROGRESS',
      customParameters: { attempt: '2' },
    });
    expect(connection.frames[0]?.type).toBe('setup');
  });

  it('plays what it is given clause by clause, spaces as they were, and tells who speaks', async () => {
    await harness.call();
    const connection = await harness.relay.connection();
    for (const token of ['Good', ' morning', ', this', ' is', ' Ann. Do', ' you have a minute?']) {
      connection.send({ type: 'text', token, last: false });
    }
    connection.send({ type: 'text', token: '', last: true });
    await connection.frame('prompt');
    const info = connection.of('info').map(({ name, value }) => `${name}:${value}`);
    expect(info).toEqual([
      'agentSpeaking:on',
      'tokensPlayed:Good morning,',
      'tokensPlayed: this is Ann.',
      'tokensPlayed: Do you have a minute?',
      'agentSpeaking:off',
      'clientSpeaking:on',
      'clientSpeaking:off',
    ]);
    expect(connection.of('prompt')).toEqual([
      { type: 'prompt', voicePrompt: expect.stringMatching(/\w/), lang: 'en-US', last: true },
    ]);
  });

  it('speaks what it has when the rest of a clause does not come, and goes on when it does', async () => {
    await harness.call();
    const connection = await harness.relay.connection();
    connection.send({ type: 'text', token: 'One moment', last: false });
    await connection.played('One moment');
    expect(connection.of('prompt')).toEqual([]);
    connection.say(' please.');
    await connection.played('One moment please.');
    await connection.frame('prompt');
  });

  it('tells nobody what was not asked for: neither events nor partial prompts', async () => {
    await harness.call({ attributes: '' });
    const connection = await harness.relay.connection();
    connection.say('Could you tell me why you chose us?');
    await connection.frame('prompt');
    expect(connection.frames.map(({ type }) => type)).toEqual(['setup', 'prompt']);
  });

  it('sends partial prompts that grow, when asked to, in the language that is heard', async () => {
    await harness.call({ attributes: 'partialPrompts="true" language="en-US" transcriptionLanguage="en-GB"' });
    const connection = await harness.relay.connection();
    connection.say('Could you tell me why you chose us?');
    const prompts = await until(() => {
      const all = connection.of('prompt');
      return all.some(({ last }) => last) ? all : undefined;
    }, 'the whole answer');
    expect(prompts.length).toBeGreaterThan(1);
    const whole = String(prompts.at(-1)?.voicePrompt);
    for (const { voicePrompt, last, lang } of prompts) {
      expect({ last, lang }).toEqual({ last: voicePrompt === whole, lang: 'en-GB' });
      expect(whole.startsWith(String(voicePrompt))).toBe(true);
    }
  });

  it('greets by itself when the TwiML says so, in one piece', async () => {
    await harness.call({ attributes: 'welcomeGreeting="Hi there, how are you? Fine." events="tokens-played"' });
    const connection = await harness.relay.connection();
    await connection.played('Hi there, how are you? Fine.');
    await connection.frame('prompt');
  });

  it('lets virtual time pass: ten words last four seconds, a recording three', async () => {
    await harness.call({ to: '+15005550017' });
    const connection = await harness.relay.connection();
    const began = performance.now();
    connection.say('One two three four five six seven eight nine ten.');
    connection.send({ type: 'play', source: 'https://example.com/tone.wav' });
    connection.send({ type: 'sendDigits', digits: '1w2#' });
    connection.say('Done.');
    await connection.played('Done.');
    // 0.3 to begin, 4 + 3 + 4 * 0.5 + 0.4 seconds, a hundred times faster.
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
  });

  it('speaks the language it is switched to', async () => {
    await harness.call({ attributes: 'language="en-US"' });
    const connection = await harness.relay.connection();
    connection.send({ type: 'language', ttsLanguage: 'de-DE', transcriptionLanguage: 'de-DE' });
    connection.say('Wie ist Ihr Name?');
    expect(await connection.frame('prompt')).toMatchObject({
      lang: 'de-DE',
      voicePrompt: expect.stringMatching(/Name ist|heiße|^\p{L}+ \p{L}+\.$/u),
    });
  });

  it.each([
    'no JSON',
    '[]',
    '{"type":"song"}',
    '{"type":"text"}',
    '{"type":"text","token":null}',
    '{"type":"text","token":"Hi","last":"yes"}',
    '{"type":"play"}',
    '{"type":"sendDigits","digits":"call"}',
    '{"type":"language"}',
    '{"type":"end","handoffData":{"reason":"done"}}',
  ])('answers the malformed %s with 64107, and goes on', async (frame) => {
    await harness.call();
    const connection = await harness.relay.connection();
    connection.send(frame);
    expect(await connection.frame('error')).toEqual({
      type: 'error',
      description: `Invalid message received, code: 64107, ${frame}`,
    });
    connection.say('Still here.');
    await connection.played('Still here.');
  });

  it('lets a message be cut off by the next when it is preemptible, and only then', async () => {
    await harness.call({ to: '+15005550017' });
    const connection = await harness.relay.connection();
    connection.say('This is a long story that goes on and on and on and on and on.', { preemptible: true });
    await connection.frame('info');
    connection.say('A word from us.');
    connection.say('And another.');
    await connection.played('And another.');
    const played = connection.of('info').flatMap(({ name, value }) => (name === 'tokensPlayed' ? [String(value)] : []));
    expect(played.join('')).toMatch(/^(This( \w+)*)?A word from us\.And another\.$/);
    expect(played.join('')).not.toContain('on and on and on and on and on.');
    expect(connection.of('interrupt')).toEqual([]);
  });

  it('is seen in the window: frames, and what was said', async () => {
    harness.relay.script = sayLines('Hello, do you have a minute?', 'Thank you. Goodbye.');
    const sid = await harness.call();
    await harness.ended(sid);
    const [view] = await windowCalls(harness.simulator.url);
    const [connection] = harness.relay.connections;
    expect(view?.sessions).toEqual([
      {
        sessionId: connection?.frames[0]?.sessionId,
        status: 'ended',
        errorCode: null,
        framesSent: connection?.frames.length,
        framesReceived: 3,
        malformed: 0,
        said: [
          { who: 'agent', text: 'Hello, do you have a minute?' },
          { who: 'contact', text: connection?.of('prompt')[0]?.voicePrompt },
          { who: 'agent', text: 'Thank you. Goodbye.' },
        ],
      },
    ]);
  });
});
