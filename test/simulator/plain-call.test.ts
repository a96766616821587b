import { ALL_EVENTS, FROM, type Harness, startHarness, TO, windowCalls, windowEnded } from './support/harness';
import { twiml } from './support/receiver';

const GEOGRAPHY = ['To', 'From', 'Called', 'Caller'].flatMap((party) =>
  ['City', 'State', 'Zip', 'Country'].map((part) => party + part),
);
const BASE_KEYS = [
  ...['AccountSid', 'ApiVersion', 'CallSid', 'CallStatus', 'Called', 'Caller', 'Direction', 'From', 'To'],
  ...GEOGRAPHY,
];
const CALLBACK_KEYS = [...BASE_KEYS, 'CallbackSource', 'SequenceNumber', 'Timestamp'];

const seconds = (text: string | undefined): number => Date.parse(text ?? '') / 1000;

describe('a plain call', () => {
  let harness: Harness;
  let sid: string;

  beforeAll(async () => {
    harness = await startHarness();
    const { client, receiver } = harness;
    receiver.reply('/voice', twiml('<Say>One two three four five six seven eight nine ten</Say><Pause length="60"/>'));
    const call = await client.calls.create({
      to: TO,
      from: FROM,
      url: `${receiver.url}/voice?attempt=1`,
      statusCallback: `${receiver.url}/status#rc=2`,
      statusCallbackEvent: ALL_EVENTS,
    });
    sid = call.sid;
    await harness.ended(sid);
  });
  afterAll(() => harness.close());

  it('tells its four events in order, numbered from 0', () => {
    const told = harness.statuses(sid).map(({ params }) => [params.SequenceNumber, params.CallStatus]);
    expect(told).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ]);
  });

  it('sends the keys that Twilio sends, unknown geography as empty strings', () => {
    const statuses = harness.statuses(sid);
    for (const { params } of statuses.slice(0, 3)) expect(Object.keys(params).sort()).toEqual(CALLBACK_KEYS.sort());
    const last = statuses[3]?.params ?? {};
    expect(Object.keys(last).sort()).toEqual([...CALLBACK_KEYS, 'CallDuration', 'Duration', 'SipResponseCode'].sort());
    expect(last).toMatchObject({
      AccountSid: harness.credentials.sid,
      ApiVersion: '2010-04-01',
      CallbackSource: 'call-progress-events',
      Called: TO,
      Caller: FROM,
      Direction: 'outbound-api',
      From: FROM,
      SipResponseCode: '200',
      To: TO,
      ToCity: '',
      ToState: '',
    });
  });

  it('signs everything it sends, and names itself', () => {
    expect(harness.receiver.forged).toEqual([]);
    expect(harness.receiver.received).toHaveLength(5);
    for (const { headers } of harness.receiver.received) {
      expect(headers['user-agent']).toBe('TwilioProxy/1.1');
      expect(headers['i-twilio-idempotency-token']).toMatch(/^[0-9a-f-]{36}$/);
    }
    const tokens = harness.receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(5);
  });

  it('fetches the TwiML once answered, with the fields of the call', () => {
    const [request] = harness.receiver.at('/voice');
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe(`${harness.receiver.url}/voice?attempt=1`);
    expect(Object.keys(request?.params ?? {}).sort()).toEqual(BASE_KEYS.sort());
    expect(request?.params).toMatchObject({ CallSid: sid, CallStatus: 'in-progress', To: TO, From: FROM });
  });

  it('keeps times that agree with each other', async () => {
    const [initiated, ringing, answered, completed] = harness.statuses(sid).map(({ params }) => params);
    const talked = seconds(completed?.Timestamp) - seconds(answered?.Timestamp);
    expect(completed?.CallDuration).toBe(String(talked));
    expect(talked).toBeGreaterThanOrEqual(64); // 4 s of words, 60 s of pause, and the fetching of the document
    expect(completed?.Duration).toBe(String(Math.ceil(talked / 60)));
    expect(seconds(ringing?.Timestamp) - seconds(initiated?.Timestamp)).toBe(1);
    const rang = seconds(answered?.Timestamp) - seconds(ringing?.Timestamp);
    expect(rang).toBeGreaterThanOrEqual(4);
    expect(rang).toBeLessThanOrEqual(6);

    const resource = await harness.client.calls(sid).fetch();
    expect(resource.status).toBe('completed');
    expect(resource.duration).toBe(completed?.CallDuration);
    expect(resource.endTime).toEqual(new Date(completed?.Timestamp ?? ''));
    expect(resource.dateUpdated).toEqual(resource.endTime);
    expect(resource.startTime).toEqual(new Date(initiated?.Timestamp ?? ''));
  });

  it('lives in virtual time: the timestamps run ahead of the clock on the wall', () => {
    const [initiated, , , completed] = harness.statuses(sid).map(({ params }) => params);
    expect(Math.abs(seconds(initiated?.Timestamp) - Date.now() / 1000)).toBeLessThan(30);
    expect(seconds(completed?.Timestamp)).toBeGreaterThan(Date.now() / 1000 + 30);
  });

  it('shows in the window with every callback and its HTTP status', async () => {
    const [view] = await windowCalls(harness.simulator.url, { to: TO });
    expect(view).toMatchObject({
      sid,
      to: TO,
      from: FROM,
      status: 'completed',
      url: `${harness.receiver.url}/voice?attempt=1`,
    });
    expect(view?.callbacks).toEqual(
      ALL_EVENTS.map((event, sequence) => ({
        event,
        callStatus: event === 'answered' ? 'in-progress' : event,
        sequence,
        attempt: 1,
        httpStatus: 204,
        error: null,
      })),
    );
    expect(Date.parse(view?.ended ?? '') - Date.parse(view?.answered ?? '')).toBeGreaterThan(64_000);
  });
});

describe('the events of a call', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
  });
  afterEach(() => expect(harness.receiver.forged).toEqual([]));
  afterAll(() => harness.close());

  const create = async (statusCallbackEvent?: string[]): Promise<string> => {
    const statusCallback = `${harness.receiver.url}/status`;
    const call = await harness.client.calls.create({
      to: TO,
      from: FROM,
      twiml: '<Response/>',
      statusCallback,
      ...(statusCallbackEvent && { statusCallbackEvent }),
    });
    await windowEnded(harness.simulator.url, call.sid);
    return call.sid;
  };
  it('are `completed` alone when none are named', async () => {
    const sid = await create();
    expect(harness.statuses(sid).map(({ params }) => [params.SequenceNumber, params.CallStatus])).toEqual([
      ['0', 'completed'],
    ]);
  });

  it('are those named, one a parameter', async () => {
    const sid = await create(['ringing', 'completed']);
    expect(harness.statuses(sid).map(({ params }) => params.CallStatus)).toEqual(['ringing', 'completed']);
  });

  it('are none when all are named in one parameter, and the log says why', async () => {
    const sid = await create(['initiated ringing answered completed']);
    expect(harness.statuses(sid)).toEqual([]);
    expect(harness.log.join('\n')).toContain("'initiated ringing answered completed' is no event (21626)");
  });

  it('go by GET when asked to, signed over the whole query', async () => {
    const { sid } = await harness.client.calls.create({
      to: TO,
      from: FROM,
      twiml: '<Response/>',
      statusCallback: `${harness.receiver.url}/status?mine=1`,
      statusCallbackMethod: 'GET',
    });
    const end = await harness.ended(sid);
    expect(end.method).toBe('GET');
    expect(end.params).toMatchObject({ mine: '1', CallStatus: 'completed' });
  });

  it('take the same virtual time in every call to a number', async () => {
    const sids = [await create(ALL_EVENTS), await create(ALL_EVENTS)];
    const views = await windowCalls(harness.simulator.url);
    const rings = sids.map((sid) => {
      const view = views.find((call) => call.sid === sid);
      return Date.parse(view?.answered ?? '') - Date.parse(view?.created ?? '');
    });
    expect(rings[0]).toBeGreaterThan(5000);
    expect(rings[0]).toBe(rings[1]);
  });
});
