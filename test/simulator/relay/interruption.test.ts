import { FROM } from '../support/harness';
import { type RelayHarness, startRelayHarness } from '../support/relay-call';
import type { RelayConnection } from '../support/relay-server';

/** Somebody who speaks 1.5 virtual seconds into the agent's first message. */
const INTERRUPTER = '+15005550016';
const STORY = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
const MESSAGE = `Good morning. I call from the library, because a book that you have asked for is here, ${STORY}.`;
const EVENTS = 'events="speaker-events tokens-played"';

describe('an interruption', () => {
  let harness: RelayHarness;

  beforeEach(async () => {
    harness = await startRelayHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  const begin = async (attributes: string, to = INTERRUPTER, options = {}): Promise<RelayConnection> => {
    await harness.call({ to, attributes: `${EVENTS} ${attributes}` });
    const connection = await harness.relay.connection();
    connection.say(MESSAGE, options);
    return connection;
  };
  const order = (connection: RelayConnection): string[] =>
    connection.frames.slice(1).map(({ type, name, value }) => (type === 'info' ? `${name} ${value}` : type));

  it.each(['', 'interruptible="any"', 'interruptible="speech"', 'interruptible="true"'])(
    'by speech cuts the agent off (%s): what was heard, then the prompt',
    async (attributes) => {
      const connection = await begin(attributes);
      connection.say('You will never hear this.');
      await connection.frame('prompt');
      const played = connection.of('info').flatMap(({ name, value }) => (name === 'tokensPlayed' ? [value] : []));
      const interrupt = connection.of('interrupt')[0];
      expect(played.join('')).toBe(interrupt?.utteranceUntilInterrupt);
      expect(interrupt).toMatchObject({ utteranceUntilInterrupt: 'Good morning. I', durationUntilInterruptMs: 1500 });
      expect(order(connection).filter((event) => !event.startsWith('tokensPlayed'))).toEqual([
        'agentSpeaking on',
        'clientSpeaking on',
        'interrupt',
        'agentSpeaking off',
        'clientSpeaking off',
        'prompt',
      ]);
    },
  );

  it.each([
    ['interruptible="none" reportInputDuringAgentSpeech="any"', {}],
    ['interruptible="dtmf" reportInputDuringAgentSpeech="speech"', {}],
    ['interruptible="any" reportInputDuringAgentSpeech="any"', { interruptible: false }],
  ])('is told but cuts nothing off with %s %j', async (attributes, options) => {
    const connection = await begin(attributes, INTERRUPTER, options);
    await connection.frame('prompt');
    await connection.played(MESSAGE);
    expect(connection.of('interrupt')).toEqual([]);
    expect(order(connection).indexOf('prompt')).toBeLessThan(order(connection).indexOf('agentSpeaking off'));
  });

  it.each(['interruptible="none"', 'interruptible="dtmf"'])('goes unnoticed with %s alone', async (attributes) => {
    const connection = await begin(attributes);
    await connection.played(MESSAGE);
    expect(order(connection)).toEqual(expect.arrayContaining(['clientSpeaking on', 'clientSpeaking off']));
    expect(connection.of('interrupt')).toEqual([]);
    expect(connection.of('prompt')).toEqual([]);
  });

  it('may be allowed by a message where the TwiML does not', async () => {
    const connection = await begin('interruptible="none"', INTERRUPTER, { interruptible: true });
    await connection.frame('interrupt');
  });

  it('of a greeting follows a rule of its own', async () => {
    const greeting = `welcomeGreeting="${MESSAGE}" welcomeGreetingInterruptible="none"`;
    await harness.call({ to: INTERRUPTER, attributes: `${EVENTS} ${greeting}` });
    const connection = await harness.relay.connection();
    await connection.played(MESSAGE);
    expect(connection.of('interrupt')).toEqual([]);
  });

  it('happens once: then somebody talks like anybody', async () => {
    const connection = await begin('');
    await connection.frame('prompt');
    connection.say('Is this a good time to talk?');
    await connection.frame('prompt', 2);
    expect(connection.of('interrupt')).toHaveLength(1);
  });

  describe('by a key', () => {
    const MENU = `For English, press two. ${STORY}.`;
    const DIGIT = [{ type: 'dtmf', digit: '2' }];

    it.each(['', 'interruptible="dtmf"'])('cuts the agent off (%s)', async (attributes) => {
      await harness.call({ to: FROM, attributes: `${EVENTS} dtmfDetection="true" ${attributes}` });
      const connection = await harness.relay.connection();
      connection.say(MENU);
      await connection.frame('dtmf');
      expect(connection.of('interrupt')).toMatchObject([{ utteranceUntilInterrupt: 'For English, press two.' }]);
      const events = order(connection).filter((event) => !event.startsWith('tokensPlayed'));
      expect(events).toEqual(['agentSpeaking on', 'interrupt', 'agentSpeaking off', 'dtmf']);
    });

    it.each([
      ['interruptible="speech" reportInputDuringAgentSpeech="dtmf"', DIGIT],
      ['interruptible="speech" reportInputDuringAgentSpeech="speech"', []],
      ['interruptible="none"', []],
    ])('cuts nothing off with %s', async (attributes, expected) => {
      await harness.call({ to: FROM, attributes: `${EVENTS} dtmfDetection="true" ${attributes}` });
      const connection = await harness.relay.connection();
      connection.say(MENU);
      await connection.played(MENU);
      expect(connection.of('dtmf')).toEqual(expected);
      expect(connection.of('interrupt')).toEqual([]);
    });

    it.each([
      ['dtmfDetection="true"', DIGIT],
      ['', []],
    ])('when the agent is silent is told only if it is asked for (%s)', async (attributes, expected) => {
      await harness.call({ to: FROM, attributes: `${EVENTS} ${attributes}` });
      const connection = await harness.relay.connection();
      connection.say('Press two');
      await connection.played('Press two');
      // Somebody who has pressed a key listens on, and asks when nothing comes.
      await connection.frame('prompt');
      expect(connection.of('dtmf')).toEqual(expected);
      expect(connection.of('interrupt')).toEqual([]);
    });
  });
});
