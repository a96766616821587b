import { ALL_EVENTS, FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import { until } from './support/until';

describe('hanging up by the API', () => {
  let harness: Harness;

  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  const create = async (speed: number, to = TO): Promise<string> => {
    harness = await startHarness(speed);
    const { sid } = await harness.client.calls.create({
      to,
      from: FROM,
      twiml: '<Response><Pause length="600"/></Response>',
      statusCallback: `${harness.receiver.url}/status`,
      statusCallbackEvent: ALL_EVENTS,
    });
    return sid;
  };
  const reaches = (status: string): Promise<unknown> =>
    until(() => harness.statuses().find(({ params }) => params.CallStatus === status), status);
  const update = (sid: string, status: 'canceled' | 'completed') => harness.client.calls(sid).update({ status });

  it.each(['canceled', 'completed'] as const)('%s cancels a queued call without a callback', async (status) => {
    const sid = await create(0.1);
    expect(await update(sid, status)).toMatchObject({ status: 'canceled', duration: null, startTime: null });
    const { callbacks } = await windowEnded(harness.simulator.url, sid);
    expect(callbacks).toEqual([]);
    expect(harness.receiver.received).toEqual([]);
  });

  it.each(['canceled', 'completed'] as const)('%s cancels a ringing call', async (status) => {
    const sid = await create(20, '+15005550011');
    await reaches('ringing');
    expect((await update(sid, status)).status).toBe('canceled');
    expect((await harness.ended(sid)).params).toMatchObject({
      CallStatus: 'canceled',
      SipResponseCode: '487',
      CallDuration: '0',
    });
    expect(harness.statuses(sid).map(({ params }) => params.CallStatus)).toEqual(['initiated', 'ringing', 'canceled']);
  });

  it('completed ends a call in progress, and it has lasted as long as it did', async () => {
    const sid = await create(100);
    await reaches('in-progress');
    const ended = await update(sid, 'completed');
    expect(ended.status).toBe('completed');
    const { params } = await harness.ended(sid);
    expect(params).toMatchObject({ CallStatus: 'completed', SipResponseCode: '200', CallDuration: ended.duration });
    expect(Number(ended.duration)).toBeLessThan(300);
    const answered = harness.statuses(sid)[2]?.params.Timestamp ?? '';
    expect((Date.parse(params.Timestamp ?? '') - Date.parse(answered)) / 1000).toBe(Number(ended.duration));
  });

  it('canceled leaves a call in progress alone', async () => {
    const sid = await create(100);
    await reaches('in-progress');
    expect((await update(sid, 'canceled')).status).toBe('in-progress');
    expect((await harness.client.calls(sid).fetch()).status).toBe('in-progress');
  });

  it.each(['canceled', 'completed'] as const)('%s is refused with 21220 when the call is over', async (status) => {
    const sid = await create(200, '+15005550010');
    await harness.ended(sid);
    await expect(update(sid, status)).rejects.toMatchObject({ status: 400, code: 21220 });
    expect(await harness.client.calls(sid).fetch()).toMatchObject({ status: 'busy' });
  });

  it('stops a document that is being fetched', async () => {
    harness = await startHarness();
    harness.receiver.reply('/voice', () => 'hang');
    const { sid } = await harness.client.calls.create({ to: TO, from: FROM, url: `${harness.receiver.url}/voice` });
    await until(() => harness.receiver.at('/voice')[0], 'the document to be asked for');
    expect((await update(sid, 'completed')).status).toBe('completed');
    expect(harness.log).toEqual([]);
  });

  it('is all an update can do: what is not simulated is refused', async () => {
    const sid = await create(20);
    const redirect = harness.client.calls(sid).update({ twiml: '<Response/>' });
    await expect(redirect).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  it('comes by itself at TimeLimit, to the second', async () => {
    harness = await startHarness(500);
    const { sid } = await harness.client.calls.create({
      to: TO,
      from: FROM,
      twiml: '<Response><Pause length="86400"/></Response>',
      timeLimit: 61,
      statusCallback: `${harness.receiver.url}/status`,
      statusCallbackEvent: ALL_EVENTS,
    });
    const { params } = await harness.ended(sid);
    expect(params).toMatchObject({
      CallStatus: 'completed',
      CallDuration: '61',
      Duration: '2',
      SipResponseCode: '200',
    });
  });
});
