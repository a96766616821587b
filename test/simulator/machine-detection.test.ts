import { setFaults } from './support/faults';
import { FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import { until } from './support/until';

const VOICEMAIL = '+15005550014';
const SILENT = '+15005550017';

describe('detection of answering machines', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  const create = async (to: string, parameters: object = {}, seconds = 40): Promise<string> => {
    const { sid } = await harness.client.calls.create({
      to,
      from: FROM,
      twiml: `<Response><Pause length="${seconds}"/></Response>`,
      statusCallback: `${harness.receiver.url}/status`,
      machineDetection: 'Enable',
      asyncAmd: 'true',
      asyncAmdStatusCallback: `${harness.receiver.url}/amd`,
      ...parameters,
    });
    return sid;
  };

  it.each([
    [TO, 'Enable', 'human', 2000, 4000],
    [TO, 'DetectMessageEnd', 'human', 2000, 4000],
    [VOICEMAIL, 'Enable', 'machine_start', 4000, 4000],
    [VOICEMAIL, 'DetectMessageEnd', 'machine_end_beep', 9200, 9200],
    [SILENT, 'Enable', 'unknown', 5000, 5000],
  ])(
    'of %s with %s says %s once, in the callback, the resource and the last status',
    async (to, mode, verdict, least, most) => {
      const sid = await create(to, { machineDetection: mode });
      const { params } = await harness.ended(sid);
      expect(params.AnsweredBy).toBe(verdict);
      const callbacks = harness.receiver.at('/amd');
      expect(callbacks.map(({ params: fields }) => fields)).toEqual([
        {
          AccountSid: harness.credentials.sid,
          CallSid: sid,
          AnsweredBy: verdict,
          MachineDetectionDuration: expect.stringMatching(/^\d+$/),
        },
      ]);
      const duration = Number(callbacks[0]?.params.MachineDetectionDuration);
      expect(duration).toBeGreaterThanOrEqual(least);
      expect(duration).toBeLessThanOrEqual(most);
      expect((await harness.client.calls(sid).fetch()).answeredBy).toBe(verdict);
      expect((await windowEnded(harness.simulator.url, sid)).answeredBy).toBe(verdict);
    },
  );

  it('gives up at MachineDetectionTimeout', async () => {
    await harness.ended(await create(VOICEMAIL, { machineDetection: 'DetectMessageEnd', machineDetectionTimeout: 5 }));
    expect(harness.receiver.at('/amd')[0]?.params).toMatchObject({
      AnsweredBy: 'unknown',
      MachineDetectionDuration: '5000',
    });
  });

  it('says nothing of a call that is over before', async () => {
    const sid = await create(VOICEMAIL, {}, 2);
    const { params } = await harness.ended(sid);
    expect(params).not.toHaveProperty('AnsweredBy');
    expect(harness.receiver.at('/amd')).toEqual([]);
    expect((await harness.client.calls(sid).fetch()).answeredBy).toBeNull();
  });

  it('is seen in the resource alone when no callback is wanted, with a warning (21262)', async () => {
    const sid = await create(TO, { asyncAmdStatusCallback: undefined });
    await harness.ended(sid);
    expect((await harness.client.calls(sid).fetch()).answeredBy).toBe('human');
    expect(harness.log).toEqual([expect.stringContaining('21262')]);
  });

  it('is not simulated in the way that holds the call', async () => {
    await expect(create(TO, { asyncAmd: undefined })).rejects.toMatchObject({ status: 400, code: 20001 });
    expect(harness.log).toEqual([expect.stringContaining('AsyncAmd=true')]);
  });

  it.each([{ machineDetection: 'Perhaps' }, { machineDetectionTimeout: 0 }])('refuses %j', async (parameters) => {
    await expect(create(TO, parameters)).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  it('can be lost, doubled, and later than the end of the call, by script', async () => {
    await setFaults(harness.simulator.url, { on: 'amd', lost: true }, { on: 'amd', delayMs: 800, copies: 2 });
    const lost = await create(TO, {}, 10);
    await harness.ended(lost);
    const late = await create(TO, {}, 10);
    await harness.ended(late);
    expect(harness.receiver.at('/amd')).toEqual([]);
    await until(() => harness.receiver.at('/amd').length === 2 || undefined, 'two callbacks');
    expect(harness.receiver.at('/amd').map(({ params }) => params.CallSid)).toEqual([late, late]);
    expect((await harness.client.calls(lost).fetch()).answeredBy).toBe('human');
  });
});
