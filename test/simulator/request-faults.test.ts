import { setFaults, usedFaults } from './support/faults';
import { FROM, type Harness, startHarness, TO, windowCalls } from './support/harness';
import { createClient } from './support/twilio-client';
import { until } from './support/until';

describe('a request that shall fail', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness(1);
  });
  afterEach(() => harness.close());

  const faults = (...rules: object[]) => setFaults(harness.simulator.url, ...rules);
  const create = (options: object = {}) =>
    harness.client.calls.create({
      to: TO,
      from: FROM,
      url: `${harness.receiver.url}/answer`,
      statusCallback: `${harness.receiver.url}/status`,
      ...options,
    });
  const failure = (request: Promise<unknown>): Promise<{ status?: number; code?: unknown; message: string }> =>
    request.then(
      () => {
        throw new Error('it went well');
      },
      (error) => error,
    );
  const dialled = async (): Promise<number> => (await windowCalls(harness.simulator.url)).length;

  it.each([
    ['reset', { code: 'ECONNRESET' }],
    ['silence', { code: 'ECONNABORTED' }],
    ['error', { status: 503, code: 20500 }],
  ])('%s may strike a create before the number is dialled, and after', async (kind, expected) => {
    const hasty = createClient(harness.simulator.url, harness.credentials, 300);
    const parameters = { to: TO, from: FROM, twiml: '<Response/>' };
    for (const done of [false, true]) {
      await faults({ on: 'create', mishap: { kind, done, ...(kind === 'error' ? { status: 503 } : {}) } });
      expect(await failure(hasty.calls.create(parameters))).toMatchObject(expected);
      expect(await dialled()).toBe(done ? 1 : 0);
    }
    await create();
    expect(await dialled()).toBe(2);
  });

  it('a burst of 429 ends when it is used up, and nobody is dialled by it', async () => {
    await faults({ on: 'create', uses: 3, mishap: { kind: 'error', status: 429, done: false } });
    for (let count = 0; count < 3; count += 1) {
      expect(await failure(create())).toMatchObject({ status: 429, code: 20429 });
    }
    expect(await dialled()).toBe(0);
    expect((await create()).status).toBe('queued');
    expect(await usedFaults(harness.simulator.url)).toEqual([3]);
  });

  it('garbage may be JSON that stops half-way', async () => {
    await faults({ on: 'create', mishap: { kind: 'garbage', body: 'cut', done: true } });
    const { sid } = await create().catch(() => ({ sid: undefined }));
    expect(sid).toBeUndefined();
    expect(await dialled()).toBe(1);
  });

  it.each([
    ['cut', undefined, 200, 'application/json', /^\{"sid":"CA.*[^}]$/],
    ['no-sid', undefined, 200, 'application/json', /^\{"account_sid":.*\}$/],
    ['html', undefined, 200, 'text/html', /^<!DOCTYPE html>/],
    ['html', 502, 502, 'text/html', /^<!DOCTYPE html>/],
  ])('garbage of the kind %s with status %s comes as %i %s', async (body, status, received, type, pattern) => {
    const { sid } = await create();
    await faults({ on: 'fetch', mishap: { kind: 'garbage', body, status, done: true } });
    const { sid: account, authToken } = harness.credentials;
    const path = `/2010-04-01/Accounts/${account}/Calls/${sid}.json`;
    const headers = { Authorization: `Basic ${Buffer.from(`${account}:${authToken}`).toString('base64')}` };
    const response = await fetch(harness.simulator.url + path, { headers });
    expect([response.status, response.headers.get('Content-Type')]).toEqual([received, expect.stringContaining(type)]);
    expect(await response.text()).toMatch(pattern);
  });

  it('latency delays the work and the answer', async () => {
    await faults({ on: 'create', delayMs: 1000 });
    const began = performance.now();
    const creation = create();
    await until(async () => (await usedFaults(harness.simulator.url))[0] === 1 || undefined, 'the create to come');
    expect(await dialled()).toBe(0);
    await creation;
    expect(performance.now() - began).toBeGreaterThanOrEqual(995);
    expect(await dialled()).toBe(1);
  });

  it('every method can fail, and an update is done or not as was asked', async () => {
    const { sid } = await create();
    const error = (done: boolean) => ({ kind: 'error', status: 500, done });
    await faults({ on: ['fetch', 'list', 'update'], uses: 3, mishap: error(false) });
    const call = harness.client.calls(sid);
    const hangUp = () => call.update({ status: 'completed' });
    for (const request of [() => call.fetch(), () => harness.client.calls.list(), hangUp]) {
      expect(await failure(request())).toMatchObject({ status: 500, code: 20500 });
    }
    expect((await call.fetch()).status).toBe('queued');
    await faults({ on: 'update', mishap: error(true) });
    await failure(hangUp());
    expect((await call.fetch()).status).toBe('canceled');
  });

  it('only what begins as the rule says is touched, by the first rule that fits', async () => {
    await faults(
      { on: 'create', to: '+1666', mishap: { kind: 'error', status: 500, done: false } },
      { on: 'create', url: `${harness.receiver.url}/other`, mishap: { kind: 'error', status: 501, done: false } },
      { on: 'create', uses: 2, mishap: { kind: 'error', status: 502, done: false } },
      { on: 'create', mishap: { kind: 'error', status: 503, done: false } },
    );
    const statusOf = async (options: object) => (await failure(create(options))).status;
    const other = `${harness.receiver.url}/other/status`;
    expect(await statusOf({})).toBe(502);
    expect(await statusOf({ to: '+16665550100' })).toBe(500);
    expect(await statusOf({ statusCallback: other })).toBe(501);
    expect(await statusOf({ url: other })).toBe(502);
    expect(await statusOf({ url: other })).toBe(503);
    expect(await usedFaults(harness.simulator.url)).toEqual([1, 1, 2, 1]);
    expect((await create()).status).toBe('queued');
  });

  it('does not keep the simulator from closing', async () => {
    const { simulator, client, receiver } = await startHarness(1);
    await setFaults(simulator.url, { on: 'create', delayMs: 60_000 });
    const creation = failure(client.calls.create({ to: TO, from: FROM, twiml: '<Response/>' }));
    await until(async () => (await usedFaults(simulator.url))[0] === 1 || undefined, 'the create to come');
    const began = performance.now();
    await simulator.close();
    expect(await creation).toMatchObject({ code: 'ECONNRESET' });
    expect(performance.now() - began).toBeLessThan(2000);
    await receiver.close();
  });
});
