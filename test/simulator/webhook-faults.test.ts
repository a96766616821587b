import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { setFaults, usedFaults } from './support/faults';
import { ALL_EVENTS, FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import { twiml } from './support/receiver';
import { until } from './support/until';

describe('a webhook that shall fail', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
    harness.receiver.reply('/answer', twiml('<Say>Hello</Say><Redirect>/next</Redirect>'));
    harness.receiver.reply('/next', twiml('<Hangup/>'));
  });
  afterEach(() => harness.close());

  /** Lives one call under these rules; the window's last word on it. */
  const live = async (rules: object[], to = TO) => {
    const { receiver, simulator, client } = harness;
    await setFaults(simulator.url, ...rules);
    const { sid } = await client.calls.create({
      to,
      from: FROM,
      url: `${receiver.url}/answer`,
      statusCallback: `${receiver.url}/status`,
      statusCallbackEvent: ALL_EVENTS,
    });
    return windowEnded(simulator.url, sid);
  };
  const arrivals = (): (string | undefined)[] => harness.receiver.at('/status').map(({ params }) => params.CallStatus);
  const arrived = (count: number) => until(() => arrivals().length >= count || undefined, `${count} callbacks`);
  const WORDS = ['initiated', 'ringing', 'in-progress', 'completed'];

  it.each(ALL_EVENTS)('%s alone is lost', async (event) => {
    await live([{ on: event, lost: true }]);
    await arrived(3);
    expect(arrivals().sort()).toEqual(WORDS.filter((_, index) => ALL_EVENTS[index] !== event).sort());
  });

  it('comes as often as there shall be copies, all the same', async () => {
    await live([{ on: ALL_EVENTS, uses: 4, copies: 3 }]);
    await arrived(12);
    expect(arrivals().sort()).toEqual(WORDS.flatMap((word) => [word, word, word]).sort());
    const tokens = harness.receiver.at('/status').map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(4);
  });

  it('is late', async () => {
    await live([{ on: 'initiated', delayMs: 1000 }]);
    await arrived(4);
    expect(arrivals().at(-1)).toBe('initiated');
  });

  it('is held back until another was delivered, so that all come in reverse', async () => {
    await live([
      { on: 'initiated', heldBackUntil: 'ringing' },
      { on: 'ringing', heldBackUntil: 'answered' },
      { on: 'answered', heldBackUntil: 'completed' },
    ]);
    await arrived(4);
    expect(arrivals()).toEqual([...WORDS].reverse());
  });

  it.each(['wrong', 'none'])('has a signature that is %s, at every attempt', async (signature) => {
    harness.receiver.reply('/status', { status: 403 });
    await live([{ on: 'answered', copies: 2, signature }]);
    await arrived(5);
    const { forged } = harness.receiver;
    expect(forged.map(({ params }) => params.CallStatus)).toEqual(['in-progress', 'in-progress']);
    for (const { headers, url, params } of forged) {
      const right = getExpectedTwilioSignature(harness.credentials.authToken, url, params);
      expect(headers['x-twilio-signature']).not.toBe(right);
      expect(headers['x-twilio-signature'] === undefined).toBe(signature === 'none');
    }
  });

  it('may be the first document or one that follows: lost, late, doubled, wrongly signed', async () => {
    const { receiver, simulator } = harness;
    await live([{ on: 'document', lost: true }]);
    expect([receiver.at('/answer').length, receiver.at('/next').length]).toEqual([0, 0]);
    await live([{ on: 'redirect', lost: true }]);
    expect([receiver.at('/answer').length, receiver.at('/next').length]).toEqual([1, 0]);
    await live([
      { on: 'document', copies: 2 },
      { on: 'redirect', copies: 3, signature: 'none' },
    ]);
    expect([receiver.at('/answer').length, receiver.at('/next').length]).toEqual([3, 3]);
    expect(receiver.forged.map(({ path }) => path)).toEqual(['/next', '/next', '/next']);
    const began = performance.now();
    await live([{ on: 'document', delayMs: 200 }]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(195);
    expect(await usedFaults(simulator.url)).toEqual([1]);
  });

  it('stands in place of what the number does by itself, and only for calls that the rule means', async () => {
    await live([{ on: ALL_EVENTS, to: '+15005550021', uses: 4, copies: 2 }], '+15005550021');
    await arrived(8);
    expect(await usedFaults(harness.simulator.url)).toEqual([4]);
    await live([{ on: ALL_EVENTS, url: `${harness.receiver.url}/elsewhere`, uses: 4, lost: true }]);
    await arrived(12);
    expect(await usedFaults(harness.simulator.url)).toEqual([0]);
  });
});
