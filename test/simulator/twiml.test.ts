import { FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import { type Reply, twiml } from './support/receiver';

/** Valid XML that the parser will not have. */
const ABYSS = `<Response>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</Response>`;
const FILE = '<!DOCTYPE R [<!ENTITY file SYSTEM "file:///etc/hostname">]><Response><Say>&file;</Say></Response>';

describe('TwiML', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  /** Seconds the call lasts with these verbs. */
  const duration = async (verbs: string): Promise<number | null> => {
    const document = `<Response>${verbs}</Response>`;
    const { sid } = await harness.client.calls.create({ to: TO, from: FROM, twiml: document });
    return (await windowEnded(harness.simulator.url, sid)).durationSeconds;
  };
  /** The paths asked for in the course of a call that begins with /voice. */
  const journey = async (parameters: Record<string, string> = {}): Promise<string[]> => {
    const url = `${harness.receiver.url}/voice`;
    const { sid } = await harness.client.calls.create({ to: TO, from: FROM, url, ...parameters });
    expect((await windowEnded(harness.simulator.url, sid)).status).toBe('completed');
    return harness.receiver.received.map(({ method, path }) => `${method} ${path}`);
  };
  const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

  it.each([
    ['ends at once when it says nothing', '', 0],
    ['speaks 2.5 words a second', `<Say>${words(25)}</Say>`, 10],
    ['speaks for a second at least', '<Say>Hi</Say>', 1],
    ['speaks what is marked up too', `<Say>${words(10)} <emphasis>${words(10)}</emphasis>\n${words(5)}</Say>`, 10],
    ['repeats what it is told to', `<Say loop="3">${words(25)}</Say>`, 30],
    ['pauses for a second', '<Pause/>', 1],
    ['pauses for as long as it is told to', '<Pause length="7"/>', 7],
    ['does one thing after the other', `<Say>${words(25)}</Say><Pause length="5"/><Say>${words(5)}</Say>`, 17],
    ['plays a recording for some seconds', '<Play loop="2">https://example.com/music.mp3</Play>', 6],
    ['presses keys', '<Play digits="1ww2"/>', 2],
    ['goes no further than a hang-up', '<Pause length="3"/><Hangup/><Pause length="100"/>', 3],
    ['goes no further than a verb it does not know', '<Pause length="3"/><Gather/><Pause length="100"/>', 3],
  ])('%s', async (_what, verbs, seconds) => expect(await duration(verbs)).toBe(seconds));

  it('says in the log which verb it does not know', async () => {
    await duration('<Gather/>');
    expect(harness.log).toEqual([
      expect.stringMatching(/^TwiML verb <Gather> is not simulated: .* CA[0-9a-f]{32} ends there$/),
    ]);
  });

  it('goes on where a redirect leads, relative to the document', async () => {
    const { receiver } = harness;
    receiver.reply('/voice', twiml('<Redirect>/second?a=1&amp;b=2</Redirect><Pause length="600"/>'));
    receiver.reply('/second', twiml(`<Redirect method="GET">${receiver.url}/third</Redirect>`));
    receiver.reply('/third', twiml('<Pause/>'));
    expect(await journey()).toEqual(['POST /voice', 'POST /second', 'GET /third']);
    expect(receiver.at('/second')[0]?.url).toBe(`${receiver.url}/second?a=1&b=2`);
    expect(receiver.at('/third')[0]?.params).toMatchObject({ CallStatus: 'in-progress', To: TO });
  });

  it('is fetched by the method asked for', async () => {
    harness.receiver.reply('/voice', twiml(''));
    expect(await journey({ method: 'GET' })).toEqual(['GET /voice']);
    expect(harness.receiver.at('/voice')[0]?.params).toMatchObject({ CallStatus: 'in-progress', From: FROM });
  });

  it.each<[string, number, Reply | 'reset']>([
    ['an HTTP error', 11200, { status: 500 }],
    ['no answer', 11200, 'reset'],
    ['a redirect to elsewhere', 11200, { status: 302, headers: { Location: 'http://example.com/' } }],
    ['redirects without end', 11200, { status: 302, headers: { Location: '/voice' } }],
    ['something that is not XML by its type', 12300, { ...twiml(''), headers: { 'Content-Type': 'application/json' } }],
    ['broken XML', 12100, { headers: { 'Content-Type': 'text/xml' }, body: '<Response>' }],
    ['XML that is no TwiML', 12100, { headers: { 'Content-Type': 'text/xml' }, body: '<Answer/>' }],
    ['XML without bottom', 12100, { headers: { 'Content-Type': 'text/xml' }, body: ABYSS }],
    ['XML that asks for a file', 12100, { headers: { 'Content-Type': 'text/xml' }, body: FILE }],
    ['nothing', 12100, { headers: { 'Content-Type': 'text/xml' } }],
    ['too much', 11750, twiml(`<Say>${'word '.repeat(20_000)}</Say>`)],
  ])('is replaced by the fallback after %s (%i)', async (_what, code, reply) => {
    harness.receiver.reply('/voice', () => reply);
    harness.receiver.reply('/fallback', twiml('<Pause/>'));
    const visited = await journey({ fallbackUrl: `${harness.receiver.url}/fallback` });
    expect(visited.at(-1)).toBe('POST /fallback');
    expect(harness.receiver.at('/fallback')).toHaveLength(1);
    expect(harness.receiver.at('/fallback')[0]?.params).toMatchObject({
      ErrorCode: String(code),
      ErrorUrl: `${harness.receiver.url}/voice`,
      CallStatus: 'in-progress',
    });
    expect(harness.log).toEqual([expect.stringContaining(`failed (${code})`)]);
  });

  it('is replaced by the fallback when nobody listens (11205)', async () => {
    harness.receiver.reply('/fallback', twiml('<Pause/>'));
    const url = 'http://127.0.0.1:1/voice';
    const fallbackUrl = `${harness.receiver.url}/fallback`;
    expect(await journey({ url, fallbackUrl, fallbackMethod: 'GET' })).toEqual(['GET /fallback']);
    expect(harness.receiver.at('/fallback')[0]?.params).toMatchObject({ ErrorCode: '11205', ErrorUrl: url });
  });

  it('ends the call when the fallback fails too', async () => {
    harness.receiver.reply('/voice', { status: 500 });
    harness.receiver.reply('/fallback', { status: 500 });
    const visited = await journey({ fallbackUrl: `${harness.receiver.url}/fallback` });
    expect(visited).toEqual(['POST /voice', 'POST /fallback']);
  });

  it('ends the call when there is no fallback', async () => {
    harness.receiver.reply('/voice', { status: 404 });
    expect(await journey()).toEqual(['POST /voice']);
  });

  it('does not follow a document elsewhere', async () => {
    harness.receiver.reply('/voice', twiml('<Redirect>http://example.com/voice</Redirect>'));
    expect(await journey()).toEqual(['POST /voice']);
    expect(harness.log).toEqual([expect.stringContaining('http://example.com/voice failed (11200)')]);
  });

  it('keeps secrets and numbers out of the log', async () => {
    harness.receiver.reply('/voice', { status: 500 });
    await journey({ url: `${harness.receiver.url}/voice?secret=1` });
    expect(harness.log).toHaveLength(1);
    expect(harness.log[0]).not.toMatch(/secret|\+1555/);
  });
});
