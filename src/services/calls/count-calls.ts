import type DataLoader from 'dataloader';
import type { Pool } from 'pg';
import { batched } from '../batched';
import { isUuid } from '../ids';
import type { CallListFilter } from './list-calls';

/** Whether the daily sums know enough of calls to count those that a filter lets through. */
export function isSummed({ campaignId, contactId, toNumber, agentId }: CallListFilter): boolean {
  return (!agentId || isUuid(agentId)) && !campaignId && !contactId && !toNumber;
}

/** Counts all calls of an account, by its id, as {@link countCalls} does without a filter. */
export function callCounter(pool: Pool): DataLoader<string, number> {
  return batched(
    async (accountIds) => {
      const config = { name: 'count-all-calls', text: COUNT_ALL, values: [accountIds] };
      const { rows } = await pool.query<{ nth: number; count: number }>(config);
      const counts = accountIds.map(() => 0);
      for (const { nth, count } of rows) counts[nth - 1] = count;
      return counts;
    },
    (accountId) => accountId,
  );
}

/**
 * Counts the account's calls of some statuses, of one agent and of a period without looking at each: those that are over
 * are in the daily sums from the transaction on that ends them, so one statement sees every call once. Only days that the
 * period has in part are counted call by call.
 */
export async function countCalls(pool: Pool, accountId: string, filter: CallListFilter): Promise<number> {
  const { status, agentId } = filter;
  const values = [accountId, status ?? null, agentId || null, ...periodOf(filter)];
  const { rows } = await pool.query<{ count: number }>({ name: 'count-calls', text: COUNT, values });
  return rows[0]?.count ?? 0;
}

const DAY_MS = 86_400_000;

/** Start and end of a period, and between them those of the whole UTC days in it, as parameters of a statement. */
function periodOf({ startDate, endDate }: CallListFilter): Array<Date | string> {
  const start = startDate?.getTime() ?? Number.NEGATIVE_INFINITY;
  const end = endDate?.getTime() ?? Number.POSITIVE_INFINITY;
  const first = Math.ceil(start / DAY_MS) * DAY_MS;
  const last = Math.floor(end / DAY_MS) * DAY_MS;
  const days = first <= last ? [first, last] : [end, end];
  return [start, ...days, end].map(instant);
}

/** A time, which the driver writes; ISO 8601 has years that PostgreSQL writes otherwise. */
function instant(ms: number): Date | string {
  if (Number.isFinite(ms)) return new Date(ms);
  return ms < 0 ? '-infinity' : 'infinity';
}

const matches = (alias: string) => `${alias}.account_id = $1 and ($2::text[] is null or ${alias}.status = any($2))
    and ($3::uuid is null or ${alias}.agent_id = $3)`;

const LIVE = "('INITIATED', 'RINGING', 'ANSWERED')";

const COUNT_ALL = `
select k.nth::int, (
  (select coalesce(sum(d.calls), 0) from usage_days d where d.account_id = k.account_id)
  + (select count(*) from calls c where c.account_id = k.account_id and c.status in ${LIVE})
)::int "count"
from unnest($1::uuid[]) with ordinality k (account_id, nth)`;

/** `offset 0` keeps the period from being looked up: live calls are few, and those of the period may be millions. */
const COUNT = `
select (
  (select coalesce(sum(d.calls), 0) from usage_days d where ${matches('d')}
    and d.day >= ($5::timestamptz at time zone 'UTC')::date and d.day < ($6::timestamptz at time zone 'UTC')::date)
  + (select count(*) from (
      select start_time from calls c where c.status in ${LIVE} and ${matches('c')} offset 0
    ) live where start_time >= $5::timestamptz and start_time < $6::timestamptz)
  + (select count(*) from calls c where ${matches('c')}
    and c.start_time >= $4::timestamptz and c.start_time < $5::timestamptz)
  + (select count(*) from calls c where ${matches('c')}
    and c.start_time >= $6::timestamptz and c.start_time < $7::timestamptz)
)::int "count"`;
