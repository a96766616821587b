import { windowCalls, windowEnded } from '../support/harness';
import { type RelayHarness, startRelayHarness } from '../support/relay-call';
import { sayLines } from '../support/relay-server';

const LINES = [
  'Good morning, this is the library. Am I speaking with Anna?',
  'Do you have a minute?',
  'Would you rather come on Tuesday or on Wednesday afternoon?',
  'How many books would you like to borrow?',
  'What is your e-mail address?',
  'Thank you, that was all. Goodbye.',
];
const GERMAN = [
  'Guten Tag, hier ist die Bücherei. Spreche ich mit Frau Vogel?',
  'Haben Sie kurz Zeit?',
  'Wann passt es Ihnen?',
  'Vielen Dank. Auf Wiederhören.',
];

describe('somebody who is called', () => {
  let harness: RelayHarness;

  beforeEach(async () => {
    harness = await startRelayHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  const talk = async (to: string, lines: readonly string[], attributes?: string) => {
    harness.relay.script = sayLines(...lines);
    const sid = await harness.call({ to, ...(attributes && { attributes: `events="tokens-played" ${attributes}` }) });
    const view = await windowEnded(harness.simulator.url, sid);
    return { sid, view, said: view.sessions.flatMap(({ said }) => said) };
  };
  const answers = (said: readonly { who: string; text: string }[]): string[] =>
    said.filter(({ who }) => who === 'contact').map(({ text }) => text);

  it('answers what is asked, turn by turn', async () => {
    const { said, view } = await talk('+15550100002', LINES);
    expect(said.filter(({ who }) => who === 'agent').map(({ text }) => text)).toEqual(LINES);
    expect(said.map(({ who }) => who)).toEqual([...LINES.flatMap(() => ['agent', 'contact'])].slice(0, -1));
    const [identity, minute, day, count, mail] = answers(said);
    expect(identity).toMatch(/speaking|this is Anna|that is me/i);
    expect(minute).toMatch(/minutes|go ahead|now is fine/i);
    expect(day).toMatch(/Tuesday|Wednesday/);
    expect(count).toMatch(/three|two|ten|five|one/i);
    expect(mail).toMatch(/anna\d\d at example dot com/);
    expect(view.status).toBe('completed');
  });

  it('says the same again when the same is said to the same number, and others say other things', async () => {
    const first = answers((await talk('+15550100003', LINES)).said);
    expect(answers((await talk('+15550100003', LINES)).said)).toEqual(first);
    const others = await Promise.all(['+15550100004', '+15550100005', '+15550100006'].map((to) => talk(to, LINES)));
    expect(new Set([first, ...others.map(({ said }) => answers(said))].map((all) => all.join())).size).toBe(4);
  });

  it('speaks German where that is spoken', async () => {
    const { said } = await talk('+15550100002', GERMAN, 'language="de-DE"');
    const [identity, minute, when] = answers(said);
    expect(identity).toMatch(/Apparat|hier ist Vogel|das bin ich/);
    expect(minute).toMatch(/Minuten|nur zu|gerade passt/);
    expect(when).toMatch(/Dienstag|Morgen|nach fünf|Freitag/);
  });

  it('says goodbye when the agent does, and hangs up when nothing follows', async () => {
    harness.relay.script = (connection) => connection.say('That is all I wanted to say. Goodbye!');
    const sid = await harness.call();
    const view = await windowEnded(harness.simulator.url, sid);
    expect(answers(view.sessions[0]?.said ?? [])).toEqual([expect.stringMatching(/bye/i)]);
    expect(view.sessions).toMatchObject([{ status: 'completed' }]);
  });

  it('asks whether anybody is there when the agent says nothing, and hangs up at last', async () => {
    const sid = await harness.call();
    const view = await windowEnded(harness.simulator.url, sid);
    const [greeting, reminder, ...rest] = answers(view.sessions[0]?.said ?? []);
    expect(greeting).toMatch(/hello/i);
    expect(reminder).toMatch(/there|hear you/);
    expect(rest).toEqual([]);
    expect(view.status).toBe('completed');
  });

  it('gets bored, and leaves', async () => {
    harness.relay.script = sayLines(...Array.from({ length: 30 }, (_, index) => `What about number ${index}?`));
    const sid = await harness.call();
    const view = await windowEnded(harness.simulator.url, sid);
    const said = answers(view.sessions[0]?.said ?? []);
    expect(said.length).toBeGreaterThan(8);
    expect(said.length).toBeLessThan(20);
    expect(said.join()).toMatch(/bye/i);
  });

  it('+15005550014 is a voicemail box: a greeting in two sentences, then silence', async () => {
    harness.relay.script = (connection) => connection.say('Good morning.');
    await harness.call({ to: '+15005550014' });
    const connection = await harness.relay.connection();
    await connection.frame('prompt', 2);
    connection.say('Please call us back.');
    await connection.played('Please call us back.');
    await connection.closed;
    expect(connection.of('prompt').map(({ voicePrompt }) => voicePrompt)).toEqual([
      expect.stringContaining('voicemail'),
      expect.stringContaining('after the tone'),
    ]);
  });

  it('+15005550015 hangs up in the first sentence', async () => {
    const { view, said } = await talk('+15005550015', LINES);
    expect(view.sessions).toMatchObject([{ status: 'completed' }]);
    expect(answers(said)).toEqual([]);
    expect(LINES[0]?.startsWith(said[0]?.text ?? '')).toBe(true);
    expect(said[0]?.text).not.toBe(LINES[0]);
  });

  it('+15005550017 says nothing, and waits', async () => {
    const sid = await harness.call({ to: '+15005550017', create: { timeLimit: 100 } });
    const connection = await harness.relay.connection();
    connection.say('Hello? Is anybody there?');
    await harness.ended(sid);
    expect(connection.of('prompt')).toEqual([]);
    expect(connection.of('info').some(({ name }) => name === 'clientSpeaking')).toBe(false);
  });

  it('+15005550018 talks until the time limit, whatever is said', async () => {
    harness.relay.script = sayLines(...Array.from({ length: 99 }, () => 'I have to go now. Goodbye.'));
    const sid = await harness.call({ to: '+15005550018', create: { timeLimit: 120 } });
    expect((await harness.ended(sid)).params.CallDuration).toBe('120');
    const [view] = await windowCalls(harness.simulator.url);
    const questions = answers(view?.sessions[0]?.said ?? []);
    expect(questions.length).toBeGreaterThan(4);
    expect(new Set(questions.slice(0, 8)).size).toBe(Math.min(8, questions.length));
  });

  it('+15005550019 loses the connection once, while the agent speaks, and then goes on', async () => {
    const [first = '', second = '', ...rest] = LINES;
    const reply = 'That is good to hear, so let me tell you what this is about and why it is a good thing.';
    harness.relay.script = sayLines(first, second, reply, 'Still there.');
    harness.receiver.reply('/action', (_, count) => ({
      headers: { 'Content-Type': 'text/xml' },
      body:
        count === 1
          ? `<Response><Connect action="/action"><ConversationRelay url="${harness.relay.url}/2" events="tokens-played"/></Connect></Response>`
          : '<Response><Hangup/></Response>',
    }));
    const sid = await harness.call({ to: '+15005550019' });
    const lost = await harness.relay.connection();
    expect(await lost.closed).toMatchObject({ code: 1006 });
    expect(lost.of('prompt')).toHaveLength(2);
    harness.relay.script = sayLines(...rest);
    await harness.ended(sid);
    const { sessions } = await windowEnded(harness.simulator.url, sid);
    expect(sessions.map(({ status }) => status)).toEqual(['failed', 'ended']);
    const cut = sessions[0]?.said.at(-1);
    expect(reply.startsWith(cut?.text ?? '')).toBe(true);
    expect(cut).toMatchObject({ who: 'agent' });
    expect(cut?.text).not.toBe(reply);
    expect(answers(sessions[1]?.said ?? []).length).toBe(rest.length - 1);
  });
});
