import { FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import { twiml } from './support/receiver';

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
  ])('of %s ends %s', async (number, status) => {
    const { told } = await live(`<Dial action="/dialled" timeout="10">${number}</Dial>`);
    expect(told).toMatchObject([{ DialCallStatus: status, DialBridged: 'false' }]);
    expect(told[0]).not.toHaveProperty('DialCallDuration');
  });

  it('goes on with the next verb where there is no action', async () => {
    const { told } = await live('<Dial>+15550100009</Dial><Redirect>/dialled</Redirect>');
    expect(told).toHaveLength(1);
    expect(told[0]).not.toHaveProperty('DialCallStatus');
  });
});
