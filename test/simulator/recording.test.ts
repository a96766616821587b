import { setFaults } from './support/faults';
import { FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import { until } from './support/until';

describe('the recording of a call', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  const create = async (parameters: object = {}, seconds = 7): Promise<string> => {
    const { sid } = await harness.client.calls.create({
      to: TO,
      from: FROM,
      twiml: `<Response><Pause length="${seconds}"/></Response>`,
      statusCallback: `${harness.receiver.url}/status`,
      record: true,
      recordingStatusCallback: `${harness.receiver.url}/recording`,
      ...parameters,
    });
    return sid;
  };
  const told = () => harness.receiver.at('/recording').map(({ params }) => params);
  const completed = (count = 1) => until(() => told()[count - 1], `recording callback ${count}`);
  const download = (path: string, authorization = basic()): Promise<Response> =>
    fetch(`${harness.simulator.url}${path}`, { headers: { Authorization: authorization } });
  const basic = (): string => {
    const { sid, authToken } = harness.credentials;
    return `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`;
  };

  it('is told once it can be had, after the last status callback, which names it', async () => {
    const sid = await create();
    const fields = await completed();
    expect(fields).toEqual({
      AccountSid: harness.credentials.sid,
      CallSid: sid,
      RecordingSid: expect.stringMatching(/^RE[0-9a-f]{32}$/),
      RecordingUrl: `${harness.simulator.url}/2010-04-01/Accounts/${harness.credentials.sid}/Recordings/${fields.RecordingSid}`,
      RecordingStatus: 'completed',
      RecordingDuration: '7',
      RecordingChannels: '1',
      RecordingStartTime: expect.stringMatching(/\+0000$/),
      RecordingSource: 'OutboundAPI',
      RecordingTrack: 'both',
    });
    expect((await harness.ended(sid)).params).toMatchObject({
      RecordingSid: fields.RecordingSid,
      RecordingUrl: fields.RecordingUrl,
      RecordingDuration: '7',
    });
    expect(told()).toHaveLength(1);
    expect((await windowEnded(harness.simulator.url, sid)).recordingSid).toBe(fields.RecordingSid);
  });

  it('tells of its beginning too, when asked to, and of its absence when nothing was recorded', async () => {
    const events = ['in-progress', 'completed', 'absent'];
    await create({ recordingStatusCallbackEvent: events, recordingChannels: 'dual' });
    await completed(2);
    expect(told().map(({ RecordingStatus, RecordingChannels }) => `${RecordingStatus} ${RecordingChannels}`)).toEqual([
      'in-progress 2',
      'completed 2',
    ]);
    await create({ recordingStatusCallbackEvent: ['absent'] }, 0);
    expect(await completed(3)).toMatchObject({ RecordingStatus: 'absent', RecordingDuration: '0' });
  });

  it('is a resource: listed with its call, fetched, deleted', async () => {
    const sid = await create();
    const { RecordingSid = '' } = await completed();
    const [listed, ...others] = await harness.client.calls(sid).recordings.list();
    expect(others).toEqual([]);
    expect(listed).toMatchObject({
      sid: RecordingSid,
      callSid: sid,
      status: 'completed',
      duration: '7',
      channels: 1,
      source: 'OutboundAPI',
    });
    expect(await harness.client.recordings(RecordingSid).fetch()).toMatchObject({
      sid: RecordingSid,
      duration: '7',
      mediaUrl: expect.stringContaining(RecordingSid),
    });
    expect(await harness.client.recordings(RecordingSid).remove()).toBe(true);
    await expect(harness.client.recordings(RecordingSid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(await harness.client.calls(sid).recordings.list()).toEqual([]);
  });

  it.each([
    ['mono', 1],
    ['dual', 2],
  ])('can be heard (%s): a WAV file as long as the call, for those who may', async (recordingChannels, channels) => {
    await create({ recordingChannels });
    const { RecordingUrl = '' } = await completed();
    const path = new URL(RecordingUrl).pathname;
    const answer = await download(`${path}.wav`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('audio/x-wav');
    const wav = Buffer.from(await answer.arrayBuffer());
    expect(Number(answer.headers.get('content-length'))).toBe(wav.length);
    expect(wav.toString('ascii', 0, 4) + wav.toString('ascii', 8, 12)).toBe('RIFFWAVE');
    expect(wav.readUInt16LE(22)).toBe(channels);
    expect(wav.readUInt32LE(24)).toBe(8000);
    expect(wav.readUInt32LE(40) / wav.readUInt32LE(28)).toBe(7);
    expect(wav.length).toBe(44 + wav.readUInt32LE(40));
    expect((await download(path)).headers.get('content-type')).toBe('audio/x-wav');
    expect((await download(`${path}.mp3`)).status).toBe(404);
    expect((await download(`${path}.wav`, '')).status).toBe(401);
    expect((await download(`${path.replace('Recordings/RE', 'Recordings/REa')}.wav`)).status).toBe(404);
  });

  it('cannot be heard while the call goes on, and is not made unless it is asked for', async () => {
    const sid = await create({ recordingStatusCallbackEvent: ['in-progress'] }, 3000);
    const { RecordingUrl = '' } = await completed();
    expect((await download(`${new URL(RecordingUrl).pathname}.wav`)).status).toBe(404);
    expect(await harness.client.calls(sid).recordings.list()).toMatchObject([{ status: 'in-progress' }]);
    const other = await create({ record: false });
    expect((await harness.ended(other)).params).not.toHaveProperty('RecordingSid');
    expect(await harness.client.calls(other).recordings.list()).toEqual([]);
  });

  it('can be told late, twice or never, by script', async () => {
    await setFaults(
      harness.simulator.url,
      { on: 'recording', lost: true },
      { on: 'recording', delayMs: 300, copies: 2 },
    );
    const lost = await create();
    await harness.ended(lost);
    const late = await create();
    await completed(2);
    expect(told().map(({ CallSid }) => CallSid)).toEqual([late, late]);
    expect(await harness.client.calls(lost).recordings.list()).toMatchObject([{ status: 'completed' }]);
  });

  it('refuses channels that there are not', async () => {
    await expect(create({ recordingChannels: 'quad' })).rejects.toMatchObject({ status: 400, code: 20001 });
  });
});
