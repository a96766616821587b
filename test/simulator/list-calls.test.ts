import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call';
import { FROM, type Harness, startHarness, TO, windowEnded } from './support/harness';

const OTHER_FROM = '+15550100009';
const BUSY = '+15005550010';

describe('a list of calls', () => {
  let harness: Harness;
  /** Newest first. */
  const sids: string[] = [];

  beforeAll(async () => {
    harness = await startHarness();
    for (const [to, from] of [
      [TO, FROM],
      [TO, OTHER_FROM],
      [BUSY, FROM],
      [BUSY, OTHER_FROM],
      [TO, FROM],
    ]) {
      const { sid } = await harness.client.calls.create({ to: to ?? '', from: from ?? '', twiml: '<Response/>' });
      sids.unshift(sid);
    }
    await Promise.all(sids.map((sid) => windowEnded(harness.simulator.url, sid)));
  });
  afterAll(() => harness.close());

  const sidsOf = (calls: readonly CallInstance[]): string[] => calls.map(({ sid }) => sid);
  const page = async (query: string): Promise<Record<string, unknown> & { calls: { sid: string }[] }> => {
    const path = query.startsWith('/') ? query : `/2010-04-01/Accounts/${harness.credentials.sid}/Calls.json?${query}`;
    const { sid, authToken } = harness.credentials;
    const response = await fetch(harness.simulator.url + path, {
      headers: { Authorization: `Basic ${btoa(`${sid}:${authToken}`)}` },
    });
    return (await response.json()) as Record<string, unknown> & { calls: { sid: string }[] };
  };

  it('shows the newest first', async () => {
    expect(sidsOf(await harness.client.calls.list())).toEqual(sids);
  });

  it('is walked page by page by the SDK, each call once', async () => {
    expect(sidsOf(await harness.client.calls.list({ pageSize: 2 }))).toEqual(sids);
    expect(sidsOf(await harness.client.calls.list({ pageSize: 2, limit: 3 }))).toEqual(sids.slice(0, 3));
  });

  it('comes in an envelope that leads on and back', async () => {
    const first = await page('PageSize=2');
    expect(first).toMatchObject({ page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null });
    const second = await page(String(first.next_page_uri));
    expect(second).toMatchObject({ page: 1, page_size: 2, start: 2, end: 3 });
    const third = await page(String(second.next_page_uri));
    expect(third).toMatchObject({ page: 2, start: 4, end: 4, next_page_uri: null });
    expect([first, second, third].flatMap(({ calls }) => calls.map(({ sid }) => sid))).toEqual(sids);
    expect((await page(String(third.previous_page_uri))).calls).toEqual(second.calls);
    expect((await page(String(third.first_page_uri))).calls).toEqual(first.calls);
    expect((await page(String(second.uri))).calls).toEqual(second.calls);
  });

  it('does not shift when calls are made between two pages', async () => {
    const other = await startHarness();
    try {
      const create = () => other.client.calls.create({ to: TO, from: FROM, twiml: '<Response/>' });
      const [oldest, newer] = [await create(), await create()];
      const first = await other.client.calls.page({ pageSize: 1 });
      expect(sidsOf(first.instances)).toEqual([newer.sid]);
      await create();
      expect(sidsOf((await first.nextPage())?.instances ?? [])).toEqual([oldest.sid]);
    } finally {
      await other.close();
    }
  });

  it('is filtered by number and status, over pages too', async () => {
    const { calls } = harness.client;
    expect(sidsOf(await calls.list({ to: BUSY, pageSize: 1 }))).toEqual([sids[1], sids[2]]);
    expect(sidsOf(await calls.list({ from: OTHER_FROM }))).toEqual([sids[1], sids[3]]);
    expect(sidsOf(await calls.list({ to: BUSY, from: OTHER_FROM }))).toEqual([sids[1]]);
    expect(sidsOf(await calls.list({ status: 'busy' }))).toEqual([sids[1], sids[2]]);
    expect(sidsOf(await calls.list({ status: 'completed' }))).toEqual([sids[0], sids[3], sids[4]]);
    expect(await calls.list({ to: '+15550199999' })).toEqual([]);
  });

  it('is filtered by the second at which calls started or ended', async () => {
    const { calls } = harness.client;
    const [newest] = await calls.list({ limit: 1 });
    const { startTime, endTime } = newest as CallInstance;
    const later = new Date(startTime.getTime() + 60_000);
    const earlier = new Date(startTime.getTime() - 60_000);
    expect(sidsOf(await calls.list({ startTime }))).toContain(sids[0]);
    expect(sidsOf(await calls.list({ startTimeAfter: startTime }))).toContain(sids[0]);
    expect(sidsOf(await calls.list({ startTimeBefore: startTime }))).toContain(sids[0]);
    expect(await calls.list({ startTimeAfter: later })).toEqual([]);
    expect(sidsOf(await calls.list({ startTimeAfter: earlier, startTimeBefore: later }))).toEqual(sids);
    expect(await calls.list({ startTimeBefore: earlier })).toEqual([]);
    expect(sidsOf(await calls.list({ endTime }))).toContain(sids[0]);
    expect(await calls.list({ endTimeAfter: new Date(endTime.getTime() + 60_000) })).toEqual([]);
    expect(sidsOf(await calls.list({ endTimeBefore: new Date(endTime.getTime() + 60_000) }))).toEqual(sids);
  });

  it('is filtered by the day', async () => {
    const [newest] = await harness.client.calls.list({ limit: 1 });
    const day = newest?.startTime.toISOString().slice(0, 10);
    expect((await page(`StartTime=${day}`)).calls.map(({ sid }) => sid)).toContain(sids[0]);
    expect((await page('StartTime=2020-02-02')).calls).toEqual([]);
    expect((await page('StartTime%3E=2020-02-02')).calls).toHaveLength(5);
    expect((await page('StartTime%3C=2020-02-02')).calls).toEqual([]);
  });

  it.each(['StartTime=today', 'PageSize=0', 'PageSize=many', 'PageToken=guess'])('refuses %s', async (query) => {
    expect(await page(query)).toMatchObject({ code: 20001, status: 400 });
  });
});
