import { badInput } from '../../errors';
import type { Domain } from '../domain';
import { checkedSize, type Page } from '../paging';
import { type AccountEvent, MILESTONES_SQL, toEvent } from './event';
import { BEGINNING, decodePosition, encodePosition, type Position } from './position';
import { type FedRow, presentPosition } from './read-feed';

/** A page of a feed. */
export interface FeedPage extends Page<AccountEvent> {
  /** Cursor of what comes behind the page, even of an empty one. */
  endCursor: string;
}

type FeedDomain = Pick<Domain, 'pool' | 'readFeed'>;

/** Stands for the cursor of this moment: only what comes from now on. */
export const NOW = 'now';
const FEED = 'events';

/**
 * What an account is told of, oldest first: the events that webhooks carry. An event that is read stays where it is, and
 * none ever appears before one that was read.
 * @throws AppError BAD_USER_INPUT that names every argument that is wrong
 */
export async function listEvents(
  domain: FeedDomain,
  accountId: string,
  { first, after }: { first?: number | null; after?: string | null },
): Promise<FeedPage> {
  const issues: Record<string, string[]> = {};
  const size = checkedSize('first', first, issues);
  const known = after == null || after === NOW ? null : decodePosition(FEED, after);
  if (after != null && after !== NOW && !known) issues.after = ['Not a cursor of this list'];
  if (Object.keys(issues).length > 0) throw badInput(issues);
  const start = after === NOW ? await presentPosition(domain.pool) : (known?.position ?? BEGINNING);
  const rows = await domain.readFeed({ accountId, after: start, size: size + 1, every: false });
  return toPage(domain, accountId, rows, size, start, after != null);
}

function toPage(
  { pool }: FeedDomain,
  accountId: string,
  rows: FedRow[],
  size: number,
  start: Position,
  hasPreviousPage: boolean,
): FeedPage {
  const page = rows.slice(0, size);
  const places = new Map(page.map((row) => [row.id, row]));
  return {
    rows: page.map(({ transaction: _, ...row }) => toEvent(row)),
    hasNextPage: rows.length > size,
    hasPreviousPage,
    cursorOf: ({ id }) => encodePosition(FEED, places.get(id) ?? start),
    endCursor: encodePosition(FEED, page.at(-1) ?? start),
    count: async () => {
      const { rows: counted } = await pool.query<{ count: number }>({
        name: 'count-events',
        text: `select count(*)::int "count" from call_events where account_id = $1 and type in (${MILESTONES_SQL})`,
        values: [accountId],
      });
      return counted[0]?.count ?? 0;
    },
  };
}
