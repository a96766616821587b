import { restClient } from '../../support/client';
import { until } from '../../support/until';
import type { Follower } from '../clients/follower';
import { result, type StormCheck } from './check';

/** How long the last events may be on their way, in seconds. */
const CATCH_UP_SECONDS = 15;

/** That whoever followed a feed through the storm was told everything once, in the order of the feed. */
export async function checkFeeds(followers: readonly Follower[], url: string): Promise<StormCheck> {
  const broken = await Promise.all(
    followers.map(async ({ told, account }) => {
      const feed = await readFeed(url, account.key);
      await until(async () => told.length >= feed.length, 'the last events', CATCH_UP_SECONDS).catch(() => undefined);
      const missing = feed.filter((id) => !told.includes(id));
      if (missing.length > 0) return missing.map((id) => `${account.accountId}: ${id} was never told`);
      const wrong = told.findIndex((id, index) => id !== feed[index]);
      return wrong === -1 ? [] : [`${account.accountId}: ${told[wrong]} was told again, or out of order`];
    }),
  );
  return result(
    'feed-complete',
    'Who follows a feed, and takes it up where it broke, is told every event once, in order.',
    broken.flat(),
  );
}

async function readFeed(url: string, key: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const query = new URLSearchParams({ limit: '100', ...(cursor !== null && { cursor }) });
    const { status, body } = await restClient(url, key).get(`/events?${query}`);
    if (status !== 200) throw new Error(`the feed cannot be read: ${status}`);
    ids.push(...body.data.events.map(({ id }: { id: string }) => id));
    cursor = body.data.pagination.nextCursor;
    if (!body.data.pagination.hasMore) return ids;
  }
}
