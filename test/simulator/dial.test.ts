import { FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import { twiml } from './support/receiver';
import { until } from './support/until';

describe('<Dial>', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness(500);
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  /** Lives a call with these verbs: what `/dialled` is told, and how long it lasted. */
  const live = async (verbs: string) => {
    const { receiver, client, simulator } = harness;
    receiver.reply('/dialled', twiml('<Pause length="2"/>'));
    receiver.reply('/voice', twiml(verbs));
    const { sid } = await client.calls.create({ to: TO, from: FROM, url: `${receiver.url}/voice` });
    const { durationSeconds } = await windowEnded(simulator.url, sid);
    return { told: receiver.at('/dialled').map(({ params }) => params), durationSeconds: durationSeconds ?? 0 };
  };

  it.each([
    ['+15550100009', ''],
    ['<Number>+15550100009</Number>', 'timeout="20"'],
  ])('connects to %s, and tells how that went when they have talked', async (target, attributes) => {
    const { told, durationSeconds } = await live(
      `<Dial callerId="${FROM}" action="/dialled" ${attributes}>${target}</Dial>`,
    );
    expect(told).toEqual([
      expect.objectContaining({
        DialCallStatus: 'completed',
        DialBridged: 'true',
        DialCallSid: expect.stringMatching(/^CA/),
        CallStatus: 'in-progress',
      }),
    ]);
    expect(Number(told[0]?.DialCallDuration)).toBeGreaterThanOrEqual(10);
    expect(durationSeconds).toBeGreaterThanOrEqual(Number(told[0]?.DialCallDuration) + 3);
  });

  it.each([
    ['+15005550010', 'busy'],
    ['+15005550011', 'no-answer'],
    ['+15005550012', 'failed'],
    ['+15005550013', 'busy'],
    ['+15005550001', 'failed'],
  ])('of %s ends %s', async (number, status) => {
    const { told } = await live(`<Dial action="/dialled" timeout="10">${number}</Dial>`);
    expect(told).toMatchObject([{ DialCallStatus: status, DialBridged: 'false' }]);
    expect(told[0]).not.toHaveProperty('DialCallDuration');
  });

  it.each([
    ['answers', '+15550100009', 1],
    ['is busy', '+15005550010', 0],
  ])('tells who asked of another that %s', async (_, number, times) => {
    const status = 'statusCallback="/leg" statusCallbackEvent="initiated answered"';
    const { told } = await live(`<Dial action="/dialled"><Number ${status}>${number}</Number></Dial>`);
    const legs = harness.receiver.at('/leg').map(({ params }) => params);
    const { CallSid: ParentCallSid, DialCallSid: CallSid } = told[0] ?? {};
    expect(legs).toEqual(
      Array(times).fill(expect.objectContaining({ CallSid, ParentCallSid, CallStatus: 'in-progress', To: number })),
    );
  });

  it('goes on with the next verb where there is no action', async () => {
    const { told } = await live('<Dial>+15550100009</Dial><Redirect>/dialled</Redirect>');
    expect(told).toHaveLength(1);
    expect(told[0]).not.toHaveProperty('DialCallStatus');
  });

  it.each([
    ['rings', '+15005550011', { DialCallStatus: 'canceled', DialBridged: 'false' }],
    ['is being talked to', '+15550100009', { DialCallStatus: 'completed', DialBridged: 'true' }],
  ])('tells how far it had come when the call ends while the other %s', async (_, number, outcome) => {
    const { receiver, client, simulator } = harness;
    receiver.reply('/voice', twiml(`<Dial action="/dialled" timeout="600">${number}</Dial>`));
    const timeLimit = 8;
    const statusCallback = `${receiver.url}/status`;
    const { sid } = await client.calls.create({
      to: TO,
      from: FROM,
      url: `${receiver.url}/voice`,
      timeLimit,
      statusCallback,
    });
    await windowEnded(simulator.url, sid);
    const told = await until(async () => receiver.at('/dialled')[0], 'word of the dial');
    expect(told.params).toMatchObject({ ...outcome, CallStatus: 'completed' });
    await until(async () => receiver.at('/status')[0], 'the last callback');
    expect(receiver.at('/dialled')).toHaveLength(1);
  });

  it('asks for what comes next again where the URL says so, with the same signature and token', async () => {
    const { receiver, client, simulator } = harness;
    receiver.reply('/dialled', (_request, count) => (count <= 2 ? { status: 503 } : twiml('<Pause length="2"/>')));
    receiver.reply('/voice', (_request, count) =>
      count <= 1 ? { status: 500 } : twiml('<Dial action="/dialled?attempt=1#rc=3&amp;rp=ct,5xx">+15005550010</Dial>'),
    );
    const url = `${receiver.url}/voice#rc=3&rp=ct,5xx`;
    const { sid } = await client.calls.create({ to: TO, from: FROM, url });
    expect(await windowEnded(simulator.url, sid)).toMatchObject({ status: 'completed' });
    for (const [path, times] of [
      ['/voice', 2],
      ['/dialled', 3],
    ] as const) {
      const requests = receiver.at(path);
      expect(requests).toHaveLength(times);
      for (const header of ['x-twilio-signature', 'i-twilio-idempotency-token']) {
        expect(new Set(requests.map(({ headers }) => headers[header])).size).toBe(1);
      }
    }
  });
});
