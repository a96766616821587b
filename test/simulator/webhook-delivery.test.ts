import { setTimeout as sleep } from 'node:timers/promises';
import { FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';
import type { Reply } from './support/receiver';
import { until } from './support/until';

describe('a webhook', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.receiver.forged).toEqual([]);
  });

  /** The attempts made at the one callback of a call, when as many as expected were, and time for one more has passed. */
  const attempts = async (fragment: string, expected: number, base = harness.receiver.url) => {
    const { sid } = await harness.client.calls.create({
      to: TO,
      from: FROM,
      twiml: '<Response/>',
      statusCallback: `${base}/status?x=1${fragment}`,
    });
    const enough = async () => {
      const { callbacks } = await windowEnded(harness.simulator.url, sid);
      return callbacks.length >= expected ? callbacks : undefined;
    };
    await until(enough, `${expected} attempts`);
    await sleep(250);
    const { callbacks } = await windowEnded(harness.simulator.url, sid);
    expect(callbacks.map(({ attempt }) => attempt)).toEqual(callbacks.map((_, index) => index + 1));
    return callbacks;
  };
  const settled = async (fragment: string, expected: number): Promise<(number | null)[]> =>
    (await attempts(fragment, expected)).map(({ httpStatus }) => httpStatus);
  const fails = (times: number, reply: Reply | 'hang' | 'reset' = { status: 503 }): void =>
    harness.receiver.reply('/status', (_request, count) => (count <= times ? reply : { status: 204 }));

  it('is lost when the answer is an error, unless its URL says otherwise', async () => {
    fails(1);
    expect(await settled('', 1)).toEqual([503]);
  });

  it('is tried again after a 5xx when told to, until it is taken', async () => {
    fails(2);
    expect(await settled('#rc=3&rp=ct,5xx', 3)).toEqual([503, 503, 204]);
    const tokens = harness.receiver.at('/status').map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(1);
    const bodies = harness.receiver.at('/status').map(({ params }) => JSON.stringify(params));
    expect(new Set(bodies).size).toBe(1);
  });

  it('is tried again no oftener than told', async () => {
    fails(9);
    expect(await settled('#rc=2&rp=5xx', 3)).toEqual([503, 503, 503]);
  });

  it('is tried again after a 4xx only when told to', async () => {
    fails(1, { status: 404 });
    expect(await settled('#rc=1&rp=5xx', 1)).toEqual([404]);
    fails(2, { status: 404 });
    expect(await settled('#rc=1&rp=4xx', 2)).toEqual([404, 204]);
  });

  it('is tried again after anything with rp=all', async () => {
    harness.receiver.reply('/status', (_request, count) => {
      const replies: (Reply | 'reset')[] = [{ status: 500 }, { status: 400 }, 'reset'];
      return replies[count - 1] ?? { status: 204 };
    });
    expect(await settled('#rc=5&rp=all', 4)).toEqual([500, 400, null, 204]);
  });

  it('waits for an answer as long as its URL says, and tries again when told to', async () => {
    fails(1, 'hang');
    const began = performance.now();
    expect(await settled('#rc=1&rp=rt&rt=500', 2)).toEqual([null, 204]);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('is not tried again after a missing answer by default', async () => {
    fails(1, 'hang');
    expect(await settled('#rt=100', 1)).toEqual([null]);
  });

  it('takes no longer than its URL says in total', async () => {
    fails(9, 'hang');
    expect(await settled('#rc=5&rp=all&rt=400&tt=950', 2)).toEqual([null, null]);
  });

  it('is tried once more by default when there is no connection, and given up then', async () => {
    const callbacks = await attempts('', 2, 'http://127.0.0.1:1');
    expect(callbacks).toEqual([1, 2].map((attempt) => expect.objectContaining({ attempt, httpStatus: null })));
    for (const { error } of callbacks) expect(error).toBe('connect-failure: ECONNREFUSED');
  });

  it('ignores overrides that are out of range', async () => {
    fails(1);
    expect(await settled('#rc=99&rp=sometimes&rt=1', 1)).toEqual([503]);
  });

  it('never sends the fragment, and follows a redirect that keeps the request', async () => {
    harness.receiver.reply('/status', { status: 307, headers: { Location: '/moved' } });
    expect(await settled('#rc=0', 1)).toEqual([204]);
    expect(harness.receiver.at('/status')[0]?.url).toBe(`${harness.receiver.url}/status?x=1`);
    expect(harness.receiver.at('/moved')[0]).toMatchObject({ method: 'POST', params: { CallStatus: 'completed' } });
  });

  it('becomes a GET without fields when redirected otherwise', async () => {
    harness.receiver.reply('/status', { status: 302, headers: { Location: '/moved' } });
    expect(await settled('', 1)).toEqual([204]);
    expect(harness.receiver.at('/moved')[0]).toMatchObject({ method: 'GET', params: {} });
  });

  it('does not wait for the one before it', async () => {
    harness.receiver.reply('/status', ({ params }) => (params.CallStatus === 'initiated' ? 'hang' : { status: 204 }));
    const { sid } = await harness.client.calls.create({
      to: TO,
      from: FROM,
      twiml: '<Response/>',
      statusCallback: `${harness.receiver.url}/status`,
      statusCallbackEvent: ['initiated', 'completed'],
    });
    await harness.ended(sid);
    expect(harness.statuses(sid).map(({ params }) => params.CallStatus)).toEqual(['initiated', 'completed']);
  });
});
