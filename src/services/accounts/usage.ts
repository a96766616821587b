import { CallStatus } from '../../entities/enums';
import { badInput } from '../../errors';
import type { Domain } from '../domain';

export const USAGE_GROUPINGS = ['DAY', 'HOUR', 'MONTH', 'AGENT', 'STATUS'] as const;
export type UsageGroupingName = (typeof USAGE_GROUPINGS)[number];

/** What some calls came to. */
export interface UsageSums {
  calls: number;
  answered: number;
  /** Minutes begun, call by call. */
  minutes: number;
  creditsUsed: number;
}

export interface UsagePoint extends UsageSums {
  /** The day, hour or month in ISO 8601, or the agent's id, or the status. */
  date: string;
}

export interface AgentUsage extends UsageSums {
  agentId: string;
  agentName: string;
}

/** What an account used in a period. */
export interface Usage {
  period: { startDate: Date; endDate: Date };
  totals: UsageSums & {
    completed: number;
    failed: number;
    busy: number;
    noAnswer: number;
    /** Seconds of an answered call, on average; 0 without any. */
    averageDuration: number;
    /** Answered calls of all ended ones, 0 to 1. */
    answerRate: number;
  };
  byStatus: Record<CallStatus, number>;
  byAgent: AgentUsage[];
  series: UsagePoint[];
}

interface UsageRow extends UsageSums {
  bucket: string;
  agentId: string;
  agentName: string;
  status: CallStatus;
  seconds: number;
}

const DAY_MS = 86_400_000;
/** Hours are counted from the calls themselves, so for a month at most. */
const MAX_HOURLY_DAYS = 31;

/**
 * What an account used. Days, months, agents and outcomes come from daily sums, so their period is widened to whole UTC
 * days; hours are counted exactly. Live calls count as calls and have used nothing yet.
 * @throws AppError BAD_USER_INPUT for a period that ends before it starts, or is too long for hours
 */
export async function usageOf(
  { pool }: Pick<Domain, 'pool'>,
  accountId: string,
  request: { startDate?: Date | null; endDate?: Date | null; groupBy?: UsageGroupingName | null },
): Promise<Usage> {
  const groupBy = request.groupBy ?? 'DAY';
  const period = periodOf(request, groupBy === 'HOUR');
  const { rows } = await pool.query<UsageRow>({
    name: groupBy === 'HOUR' ? 'usage-hours' : 'usage-days',
    text: groupBy === 'HOUR' ? HOURS : DAYS,
    values: [accountId, period.startDate, period.endDate],
  });
  return { period, ...summarize(rows, groupBy) };
}

function periodOf(request: { startDate?: Date | null; endDate?: Date | null }, exact: boolean): Usage['period'] {
  const end = request.endDate ?? new Date();
  const start = request.startDate ?? new Date(end.getTime() - 30 * DAY_MS);
  if (start > end) throw badInput({ endDate: ['endDate must not be before startDate'] });
  if (!exact) return { startDate: startOfDay(start), endDate: startOfDay(new Date(end.getTime() + DAY_MS - 1)) };
  if (end.getTime() - start.getTime() > MAX_HOURLY_DAYS * DAY_MS) {
    throw badInput({ groupBy: [`hour is for periods of at most ${MAX_HOURLY_DAYS} days`] });
  }
  return { startDate: start, endDate: end };
}

function startOfDay(date: Date): Date {
  return new Date(Math.floor(date.getTime() / DAY_MS) * DAY_MS);
}

const LIVE = `
  select to_char(c.start_time at time zone 'UTC', 'YYYY-MM-DD') "bucket", c.agent_id, c.status, 1 calls,
    (c.answered_time is not null)::int answered, 0::bigint seconds, 0 minutes, 0::bigint credits_used
  from calls c where c.account_id = $1 and c.end_time is null and c.start_time >= $2 and c.start_time < $3`;

const NAMED = `
select u.bucket, u.agent_id "agentId", a.name "agentName", u.status, sum(u.calls)::int "calls",
  sum(u.answered)::int "answered", sum(u.seconds)::float8 "seconds", sum(u.minutes)::int "minutes",
  sum(u.credits_used)::float8 "creditsUsed"
from used u join agents a on a.account_id = $1 and a.id = u.agent_id
group by 1, 2, 3, 4 order by 1, 3, 2, 4`;

const DAYS = `
with used as (
  select to_char(d.day, 'YYYY-MM-DD') "bucket", d.agent_id, d.status, d.calls, d.answered, d.seconds, d.minutes,
    d.credits_used
  from usage_days d where d.account_id = $1 and d.day >= ($2::timestamptz at time zone 'UTC')::date
    and d.day < ($3::timestamptz at time zone 'UTC')::date
  union all ${LIVE}
) ${NAMED}`;

const HOURS = `
with used as (
  select to_char(date_trunc('hour', c.start_time at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:00:00.000"Z"') "bucket",
    c.agent_id, c.status, 1 calls, (c.answered_time is not null)::int answered,
    coalesce(c.duration_seconds, 0) seconds, ceil(coalesce(c.duration_seconds, 0) / 60.0)::int minutes,
    case when c.end_time is null then 0 else c.credits_used end credits_used
  from calls c where c.account_id = $1 and c.start_time >= $2 and c.start_time < $3
) ${NAMED}`;

function summarize(rows: UsageRow[], groupBy: UsageGroupingName): Omit<Usage, 'period'> {
  const byStatus = Object.fromEntries(Object.values(CallStatus).map((status) => [status, 0])) as Usage['byStatus'];
  for (const row of rows) byStatus[row.status] += row.calls;
  const sums = add(rows);
  const talked = rows.filter((row) => row.status === CallStatus.COMPLETED);
  const completed = byStatus.COMPLETED;
  const over = sums.calls - byStatus.INITIATED - byStatus.RINGING - byStatus.ANSWERED;
  return {
    totals: {
      ...sums,
      completed,
      failed: byStatus.FAILED,
      busy: byStatus.BUSY,
      noAnswer: byStatus.NO_ANSWER,
      averageDuration: completed === 0 ? 0 : rounded(talked.reduce((sum, row) => sum + row.seconds, 0) / completed, 1),
      answerRate: over === 0 ? 0 : rounded(completed / over, 4),
    },
    byStatus,
    byAgent: grouped(rows, (row) => row.agentId).map(([agentId, group]) => ({
      agentId,
      agentName: group[0]?.agentName ?? '',
      ...add(group),
    })),
    series: grouped(rows, (row) => seriesKey(row, groupBy)).map(([date, group]) => ({ date, ...add(group) })),
  };
}

function seriesKey(row: UsageRow, groupBy: UsageGroupingName): string {
  switch (groupBy) {
    case 'DAY':
    case 'HOUR':
      return row.bucket;
    case 'MONTH':
      return row.bucket.slice(0, 7);
    case 'AGENT':
      return row.agentId;
    case 'STATUS':
      return row.status;
  }
}

function grouped(rows: UsageRow[], keyOf: (row: UsageRow) => string): Array<[string, UsageRow[]]> {
  const groups = new Map<string, UsageRow[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return [...groups];
}

function add(rows: UsageRow[]): UsageSums {
  return rows.reduce(
    (sum, row) => ({
      calls: sum.calls + row.calls,
      answered: sum.answered + row.answered,
      minutes: sum.minutes + row.minutes,
      creditsUsed: sum.creditsUsed + row.creditsUsed,
    }),
    { calls: 0, answered: 0, minutes: 0, creditsUsed: 0 },
  );
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
