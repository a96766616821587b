import type { Pool } from 'pg';
import { TIMES_AS_TEXTS } from '../../database/timestamps';
import { batched } from '../batched';
import { EVENT_COLUMNS, type EventRow, MILESTONES_SQL } from './event';
import { type Position, positionBefore, SETTLED_BEFORE } from './position';

/** What is read of an account's feed. */
export interface FeedPart {
  accountId: string;
  after: Position;
  /** So many at most. */
  size: number;
  /** Every milestone of every call, not only those that clients are told of. */
  every: boolean;
}

/** A row of a feed with its place in it. */
export interface FedRow extends EventRow {
  transaction: string;
}

/** Reads what comes behind a place. Whoever listens for the same shares a statement. */
export type ReadFeed = (part: FeedPart) => Promise<FedRow[]>;

/**
 * The place of a cursor is looked up by its event, which keeps it right if a database was restored elsewhere and its events
 * were numbered anew.
 */
const READ = `
select k.ord::int "ord", t.transaction, ${EVENT_COLUMNS}
from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::int[], $5::bool[]) with ordinality
  k (account_id, transaction, id, size, every, ord)
cross join lateral (
  select t.* from call_events t
  where t.account_id = k.account_id and t.transaction < ${SETTLED_BEFORE} and (k.every or t.type in (${MILESTONES_SQL}))
    and (t.transaction, t.id) > (coalesce((
      select e.transaction from call_events e where e.account_id = k.account_id and e.id = k.id
    ), k.transaction), k.id)
  order by t.transaction, t.id limit k.size
) t
order by k.ord, t.transaction, t.id`;

/** Makes the look-up of one process. */
export function feedReader(pool: Pool): ReadFeed {
  const loader = batched<FeedPart, FedRow[]>(
    async (parts) => {
      const { rows } = await pool.query<FedRow & { ord: number }>({
        name: 'read-feed',
        text: READ,
        values: [
          parts.map(({ accountId }) => accountId),
          parts.map(({ after }) => after.transaction),
          parts.map(({ after }) => after.id),
          parts.map(({ size }) => size),
          parts.map(({ every }) => every),
        ],
        types: TIMES_AS_TEXTS,
      });
      const found: FedRow[][] = parts.map(() => []);
      for (const { ord, ...row } of rows) found[ord - 1]?.push(row);
      return found;
    },
    ({ accountId, after, size, every }) => [accountId, after.transaction, after.id, size, every].join(),
  );
  return (part) => loader.load(part);
}

/** The place behind everything that can be read now. */
export async function presentPosition(pool: Pool): Promise<Position> {
  const { rows } = await pool.query<{ transaction: string }>({
    name: 'present-position',
    text: `select ${SETTLED_BEFORE} "transaction"`,
  });
  if (!rows[0]) throw new Error('the database does not say which transactions are under way');
  return positionBefore(rows[0].transaction);
}
