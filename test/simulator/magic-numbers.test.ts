import twilio from 'twilio';
import { ALL_EVENTS, FROM, type Harness, startHarness, windowCalls, windowEnded } from './support/harness';
import { createClient, newCredentials } from './support/twilio-client';
import { until } from './support/until';

describe('a magic number', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  const parameters = (to: string) => ({
    to,
    from: FROM,
    twiml: '<Response><Say>Hello</Say></Response>',
    statusCallback: `${harness.receiver.url}/status`,
    statusCallbackEvent: ALL_EVENTS,
  });
  const told = (sid?: string): (string | undefined)[] => harness.statuses(sid).map(({ params }) => params.CallStatus);

  it.each([
    ['+15005550001', 21217],
    ['+15005550002', 21214],
    ['+15005550003', 21215],
    ['+15005550004', 21216],
  ])('%s is refused with %i and not dialled', async (to, code) => {
    const refusal = await harness.client.calls.create(parameters(to)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(twilio.RestException);
    expect(refusal).toMatchObject({ status: 400, code, message: expect.stringContaining(to) });
    expect(await windowCalls(harness.simulator.url)).toEqual([]);
  });

  it.each([
    ['+15005550010', 'busy', '486', ['initiated', 'ringing', 'busy']],
    ['+15005550011', 'no-answer', '487', ['initiated', 'ringing', 'no-answer']],
    ['+15005550012', 'failed', '404', ['initiated', 'failed']],
    ['+15005550013', 'busy', '603', ['initiated', 'ringing', 'busy']],
  ])('%s ends %s with SIP %s', async (to, status, sip, statuses) => {
    const { sid } = await harness.client.calls.create(parameters(to));
    const { params } = await harness.ended(sid);
    expect(params).toMatchObject({ SipResponseCode: sip, CallDuration: '0' });
    expect(params).not.toHaveProperty('Duration');
    expect(told(sid)).toEqual(statuses);
    const resource = await harness.client.calls(sid).fetch();
    expect(resource).toMatchObject({ status, duration: null });
    expect(resource.endTime).toEqual(new Date(params.Timestamp ?? ''));
  });

  it('+15005550011 rings for as long as Timeout says', async () => {
    const { sid } = await harness.client.calls.create({ ...parameters('+15005550011'), timeout: 100 });
    await harness.ended(sid);
    const [, ringing, end] = harness.statuses(sid).map(({ params }) => Date.parse(params.Timestamp ?? ''));
    expect((end ?? 0) - (ringing ?? 0)).toBe(100_000);
  });

  it('any number that rings for longer than Timeout is a no-answer', async () => {
    const { sid } = await harness.client.calls.create({ ...parameters('+15550100002'), timeout: 3 });
    const { params } = await harness.ended(sid);
    expect(params).toMatchObject({ CallStatus: 'no-answer', SipResponseCode: '487' });
  });

  it('+15005550020 tells everything late, twice and out of order', async () => {
    const { sid } = await harness.client.calls.create(parameters('+15005550020'));
    await until(() => harness.receiver.at('/status').length === 8 || undefined, 'eight callbacks');
    const arrivals = harness.receiver
      .at('/status')
      .map(({ params }) => `${params.SequenceNumber} ${params.CallStatus}`);
    const twice = (text: string): string[] => [text, text];
    const only = (...texts: string[]) => arrivals.filter((arrival) => texts.includes(arrival));
    expect(only('0 initiated', '1 ringing')).toEqual(['1 ringing', '0 initiated'].flatMap(twice));
    expect(only('2 in-progress', '3 completed')).toEqual(['3 completed', '2 in-progress'].flatMap(twice));

    const tokens = harness.receiver.at('/status').map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens[0]).toBe(tokens[1]);
    expect(new Set(tokens).size).toBe(4);
    expect((await harness.client.calls(sid).fetch()).status).toBe('completed');
  });

  it('+15005550021 tells nothing: only asking does', async () => {
    const { sid } = await harness.client.calls.create(parameters('+15005550021'));
    const view = await windowEnded(harness.simulator.url, sid);
    expect(view.callbacks).toEqual([]);
    expect(harness.receiver.received).toEqual([]);
    const resource = await harness.client.calls(sid).fetch();
    expect(resource).toMatchObject({ status: 'completed', duration: '1' });
  });

  it('+15005550022 is dialled, but the create gets no reply', async () => {
    const hasty = createClient(harness.simulator.url, harness.credentials, 500);
    await expect(hasty.calls.create(parameters('+15005550022'))).rejects.toMatchObject({ code: 'ECONNABORTED' });
    const [view] = await windowCalls(harness.simulator.url, { to: '+15005550022' });
    await harness.ended(view?.sid ?? '');
    expect(told(view?.sid)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  });

  it('+15005550023 is dialled, but the create gets a 500', async () => {
    await expect(harness.client.calls.create(parameters('+15005550023'))).rejects.toMatchObject({
      status: 500,
      code: 20500,
    });
    const [view] = await windowCalls(harness.simulator.url, { to: '+15005550023' });
    await harness.ended(view?.sid ?? '');
    expect(told(view?.sid)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  });

  it('+15005550024 is throttled twice, then fine, and so again the next time', async () => {
    const attempt = (): Promise<number> =>
      harness.client.calls.create(parameters('+15005550024')).then(
        () => 201,
        (error: twilio.RestException) => error.code ?? 0,
      );
    const codes: number[] = [];
    for (let count = 0; count < 6; count += 1) codes.push(await attempt());
    expect(codes).toEqual([20429, 20429, 201, 20429, 20429, 201]);
    expect(await windowCalls(harness.simulator.url)).toHaveLength(2);
  });

  it('+15005550024 counts for each call by itself', async () => {
    const create = (twiml: string) => harness.client.calls.create({ ...parameters('+15005550024'), twiml });
    for (const twiml of ['<Response/>', '<Response><Hangup/></Response>', '<Response/>']) {
      await expect(create(twiml)).rejects.toMatchObject({ code: 20429 });
    }
    await expect(create('<Response/>')).resolves.toMatchObject({ status: 'queued' });
  });

  it('+15005550025 tells `initiated` before the create is answered, and never `ringing`', async () => {
    let answeredAt = Number.POSITIVE_INFINITY;
    harness.receiver.reply('/status', ({ params }) => {
      if (params.CallStatus !== 'initiated') return { status: 204 };
      answeredAt = performance.now() + 100;
      return { status: 204, afterMs: 100 };
    });
    const call = await harness.client.calls.create(parameters('+15005550025'));
    // Timers may fire a millisecond early.
    expect(performance.now()).toBeGreaterThanOrEqual(answeredAt - 2);
    expect(call.status).toBe('queued');
    await harness.ended(call.sid);
    expect(told(call.sid)).toEqual(['initiated', 'in-progress', 'completed']);
  });

  it('+15005550025 answers the create of a call that nobody wants to hear about', async () => {
    const { to, from, twiml } = parameters('+15005550025');
    await expect(harness.client.calls.create({ to, from, twiml })).resolves.toMatchObject({ status: 'queued' });
  });

  it('+15005550025 answers the create of a call that is cancelled in the queue', async () => {
    const slow = await startHarness(0.1);
    try {
      const { receiver, simulator, client } = slow;
      const creation = client.calls.create({
        ...parameters('+15005550025'),
        statusCallback: `${receiver.url}/status`,
      });
      const [view] = await until(async () => {
        const views = await windowCalls(simulator.url);
        return views.length > 0 ? views : undefined;
      }, 'the call to be dialled');
      await client.calls(view?.sid ?? '').update({ status: 'canceled' });
      expect(await creation).toMatchObject({ status: 'queued' });
      expect(receiver.received).toEqual([]);
    } finally {
      await slow.close();
    }
  });

  it('+15005550026 is not dialled, and gets no reply', async () => {
    const hasty = createClient(harness.simulator.url, harness.credentials, 500);
    await expect(hasty.calls.create(parameters('+15005550026'))).rejects.toMatchObject({ code: 'ECONNABORTED' });
    expect(await windowCalls(harness.simulator.url)).toEqual([]);
    expect(await harness.client.calls.list()).toEqual([]);
  });

  it('does not keep the simulator from closing while a create waits for its reply', async () => {
    const other = await startHarness();
    const { to, from, twiml } = parameters('+15005550022');
    const creation = createClient(other.simulator.url, newCredentials()).calls.create({ to, from, twiml });
    const outcome = creation.catch((error: { code?: string }) => error.code);
    await until(async () => (await windowCalls(other.simulator.url))[0], 'the call to be dialled');
    await other.close();
    expect(await outcome).toBe('ECONNRESET');
  });
});
