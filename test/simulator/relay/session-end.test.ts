import { setFaults } from '../support/faults';
import { windowEnded } from '../support/harness';
import { twiml } from '../support/receiver';
import { type RelayHarness, startRelayHarness } from '../support/relay-call';
import { until } from '../support/until';

describe('the end of a ConversationRelay session', () => {
  let harness: RelayHarness;

  beforeEach(async () => {
    harness = await startRelayHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  /** What `action` is told, the first time unless told. */
  const action = async (count = 1) =>
    (await until(() => harness.receiver.at('/action')[count - 1], `action ${count}`)).params;
  const paths = (): string[] => harness.receiver.received.map(({ path }) => path);
  /** What follows `action` is the status callback `completed`, and nothing else. */
  const expectActionThenCompleted = async (sid: string): Promise<void> => {
    await harness.ended(sid);
    expect(paths().slice(-2)).toEqual(['/action', '/status']);
  };

  it('comes with `end`, which waits for no speech: our TwiML goes on', async () => {
    harness.receiver.reply('/action', twiml('<Pause length="5"/>'));
    const sid = await harness.call();
    const connection = await harness.relay.connection();
    connection.say('This is much too long to be spoken before the session is over, is it not?');
    await connection.frame('info');
    connection.send({ type: 'end', handoffData: '{"reason":"done", "x":1}' });
    expect(await connection.closed).toEqual({ code: 1000, reason: 'Closing websocket session' });
    expect(await action()).toMatchObject({
      CallSid: sid,
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      SessionId: connection.frames[0]?.sessionId,
      SessionStatus: 'ended',
      SessionDuration: expect.stringMatching(/^\d+$/),
      HandoffData: '{"reason":"done", "x":1}',
    });
    expect(await action()).not.toHaveProperty('ErrorCode');
    expect(await action()).not.toHaveProperty('SequenceNumber');
    expect((await harness.ended(sid)).params.CallStatus).toBe('completed');
    expect(connection.of('info').at(-1)?.name).not.toBe('tokensPlayed');
  });

  it('has no handoff data when none is given', async () => {
    await harness.call();
    (await harness.relay.connection()).send({ type: 'end' });
    expect(await action()).not.toHaveProperty('HandoffData');
  });

  it('comes when our socket drops (64105): another session may follow', async () => {
    harness.receiver.reply('/action', (_, count) =>
      count === 1
        ? twiml(`<Connect action="/action"><ConversationRelay url="${harness.relay.url}/again"/></Connect>`)
        : twiml('<Hangup/>'),
    );
    const sid = await harness.call();
    const first = await harness.relay.connection();
    await first.frame('setup');
    first.drop();
    expect(await action()).toMatchObject({
      CallStatus: 'in-progress',
      SessionStatus: 'failed',
      ErrorCode: '64105',
      ErrorMessage: 'Websocket ended',
      SessionId: first.frames[0]?.sessionId,
    });
    const second = await harness.relay.connection(2);
    expect(second.path).toBe('/again');
    expect(await second.frame('setup')).toMatchObject({ callSid: sid, callStatus: 'IN_PROGRESS' });
    expect(second.frames[0]?.sessionId).not.toBe(first.frames[0]?.sessionId);
    second.send({ type: 'end' });
    expect((await action(2)).SessionId).toBe(second.frames[0]?.sessionId);
    await harness.ended(sid);
    const { sessions } = await windowEnded(harness.simulator.url, sid);
    expect(sessions.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['failed', 64105],
      ['ended', null],
    ]);
  });

  it('is a failure too when our server closes properly', async () => {
    await harness.call();
    const connection = await harness.relay.connection();
    await connection.frame('setup');
    connection.close(1000);
    expect(await action()).toMatchObject({ SessionStatus: 'failed', ErrorCode: '64105' });
  });

  it('comes after ten malformed frames in a row (1007, 64105), not after ten in all', async () => {
    await harness.call();
    const connection = await harness.relay.connection();
    for (let count = 0; count < 9; count += 1) connection.send('nonsense');
    connection.send({ type: 'text', token: 'Sorry.', last: true });
    for (let count = 0; count < 9; count += 1) connection.send('nonsense');
    await connection.frame('error', 18);
    expect(harness.receiver.at('/action')).toEqual([]);
    connection.send('nonsense');
    expect(await connection.closed).toEqual({ code: 1007, reason: 'Too many consecutive malformed messages.' });
    expect(connection.of('error')).toHaveLength(19);
    expect(await action()).toMatchObject({
      CallStatus: 'in-progress',
      SessionStatus: 'failed',
      ErrorCode: '64105',
      ErrorMessage: 'Websocket ended',
    });
  });

  it.each([
    ['nobody listens', 'ws://127.0.0.1:1/relay'],
    ['the server is none of WebSockets', ''],
    ['the server is another machine', 'wss://example.com/relay'],
    ['the URL is none', 'relay'],
  ])('is there at once when %s (64102), and our TwiML goes on', async (_what, url) => {
    const sid = await harness.call({ url: url || harness.simulator.url.replace('http', 'ws') });
    expect(await action()).toMatchObject({
      CallStatus: 'in-progress',
      SessionStatus: 'failed',
      SessionDuration: '0',
      ErrorCode: '64102',
      ErrorMessage: expect.any(String),
      SessionId: expect.stringMatching(/^VX/),
    });
    expect((await harness.ended(sid)).params.CallStatus).toBe('completed');
    expect(harness.log).toEqual([expect.stringContaining('(64102)')]);
    expect(harness.relay.connections).toEqual([]);
  });

  it('is there at once when an attribute cannot be taken (64101)', async () => {
    await harness.call({ attributes: 'interruptible="sometimes"' });
    expect(await action()).toMatchObject({ SessionStatus: 'failed', ErrorCode: '64101' });
    expect(harness.log).toEqual([expect.stringContaining('interruptible="sometimes"')]);
  });

  it('comes when the call is hung up by the API', async () => {
    const sid = await harness.call({ to: '+15005550017' });
    const connection = await harness.relay.connection();
    await connection.frame('setup');
    expect((await harness.client.calls(sid).update({ status: 'completed' })).status).toBe('completed');
    expect(await connection.closed).toEqual({ code: 1000, reason: 'Closing websocket session' });
    expect(await action()).toMatchObject({
      CallStatus: 'completed',
      SessionStatus: 'completed',
      SessionId: connection.frames[0]?.sessionId,
      SessionDuration: expect.stringMatching(/^\d+$/),
    });
    await expectActionThenCompleted(sid);
    expect(harness.receiver.at('/action')).toHaveLength(1);
    expect(await windowEnded(harness.simulator.url, sid)).toMatchObject({ sessions: [{ status: 'completed' }] });
  });

  it('comes when the person hangs up', async () => {
    const sid = await harness.call({ to: '+15005550015' });
    const connection = await harness.relay.connection();
    connection.say('Good morning, this is a very long sentence that nobody wants to hear the end of.');
    expect(await connection.closed).toMatchObject({ code: 1000 });
    expect(await action()).toMatchObject({ CallStatus: 'completed', SessionStatus: 'completed' });
    await expectActionThenCompleted(sid);
  });

  it('comes at TimeLimit, to the second', async () => {
    const sid = await harness.call({ to: '+15005550017', create: { timeLimit: 30 } });
    const connection = await harness.relay.connection();
    expect(await connection.closed).toMatchObject({ code: 1000 });
    expect(await action()).toMatchObject({ CallStatus: 'completed', SessionStatus: 'completed' });
    expect((await harness.ended(sid)).params.CallDuration).toBe('30');
    // The document and the connection took some real time, of which the session has none.
    expect(Number((await action()).SessionDuration)).toBeGreaterThan(25);
    await expectActionThenCompleted(sid);
  });

  it('is told even when the answer is no TwiML: it has no effect', async () => {
    harness.receiver.reply('/action', { status: 204 });
    const sid = await harness.call({ to: '+15005550015' });
    (await harness.relay.connection()).say('Good morning, this is a very long sentence.');
    await harness.ended(sid);
    expect(harness.log).toEqual([]);
  });

  it('goes on with the next verb where there is no action, and ends with the call where there is no verb', async () => {
    const sid = await harness.call({ action: '', after: '<Redirect>/after</Redirect>' });
    harness.receiver.reply('/after', twiml('<Hangup/>'));
    (await harness.relay.connection()).send({ type: 'end' });
    await harness.ended(sid);
    expect(paths()).toContain('/after');
    const other = await harness.call({ action: '' });
    (await harness.relay.connection(2)).drop();
    expect((await harness.ended(other)).params.CallStatus).toBe('completed');
  });

  it('shows nothing to anybody when the carrier closes', async () => {
    await harness.call({ to: '+15005550017' });
    const connection = await harness.relay.connection();
    await connection.frame('setup');
    await harness.simulator.close();
    expect(await connection.closed).toMatchObject({ code: 1006 });
    expect(harness.receiver.at('/action')).toEqual([]);
  });

  it('refuses a <Connect> to anything else', async () => {
    harness.receiver.reply('/voice', twiml('<Connect><Stream url="wss://127.0.0.1/x"/></Connect><Pause length="99"/>'));
    const { client, receiver } = harness;
    const { sid } = await client.calls.create({
      to: '+15550100002',
      from: '+15550100001',
      url: `${receiver.url}/voice`,
    });
    expect((await windowEnded(harness.simulator.url, sid)).durationSeconds).toBe(0);
    expect(harness.log).toEqual([expect.stringContaining('is not simulated')]);
  });

  describe('by script', () => {
    it('there is no connection', async () => {
      await setFaults(harness.simulator.url, { on: 'socket', to: '+1555', refused: true });
      await harness.call();
      expect(await action()).toMatchObject({ SessionStatus: 'failed', ErrorCode: '64102' });
    });

    it('the connection breaks after so many frames', async () => {
      await setFaults(harness.simulator.url, { on: 'socket', breaksAfterFrames: 3 });
      await harness.call({ attributes: '' });
      const connection = await harness.relay.connection();
      connection.say('Hello.');
      expect(await connection.closed).toMatchObject({ code: 1006 });
      expect(connection.frames.map(({ type }) => type)).toEqual(['setup', 'prompt']);
      expect(await action()).toMatchObject({ SessionStatus: 'failed', ErrorCode: '64105' });
    });

    it('action is lost: to a call that goes on, a document that cannot be had', async () => {
      await setFaults(harness.simulator.url, { on: 'action', lost: true });
      harness.receiver.reply('/fallback', twiml('<Hangup/>'));
      const sid = await harness.call({ create: { fallbackUrl: `${harness.receiver.url}/fallback` } });
      (await harness.relay.connection()).drop();
      await harness.ended(sid);
      expect(harness.receiver.at('/action')).toEqual([]);
      expect(harness.receiver.at('/fallback')[0]?.params.ErrorCode).toBe('11205');
    });

    it('action is lost: to a call that is over, nothing', async () => {
      await setFaults(harness.simulator.url, { on: 'action', lost: true });
      const sid = await harness.call({ to: '+15005550015' });
      (await harness.relay.connection()).say('Good morning, this is a very long sentence.');
      await harness.ended(sid);
      expect(harness.receiver.at('/action')).toEqual([]);
    });

    it('action comes twice, and after the last status callback', async () => {
      await setFaults(harness.simulator.url, { on: 'action', delayMs: 1200, copies: 2 });
      const sid = await harness.call({ to: '+15005550015' });
      (await harness.relay.connection()).say('Good morning, this is a very long sentence.');
      await harness.ended(sid);
      expect(harness.receiver.at('/action')).toEqual([]);
      const twice = await until(
        () => (harness.receiver.at('/action').length === 2 ? paths() : undefined),
        'two actions',
      );
      expect(twice.slice(-3)).toEqual(['/status', '/action', '/action']);
    });
  });
});
