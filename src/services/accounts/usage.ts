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

/** Sums of one bucket of time, of one agent or of one status: which of the three it is, the others being null, tells. */
interface UsageRow extends UsageSums {
  bucket: string | null;
  agentId: string | null;
  agentName: string | null;
  status: CallStatus | null;
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
    name: `usage-${groupBy}`,
    text: STATEMENTS[groupBy],
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

/** `offset 0` keeps the period from being looked up: live calls are few, and those of the period may be millions. */
const LIVE = `
  select date_trunc('day', c.start_time at time zone 'UTC') "at", c.agent_id, c.status, 1 calls,
    (c.answered_time is not null)::int answered, 0::bigint seconds, 0 minutes, 0::bigint credits_used
  from (
    select start_time, agent_id, status, answered_time from calls
    where account_id = $1 and status in ('INITIATED', 'RINGING', 'ANSWERED') offset 0
  ) c where c.start_time >= $2 and c.start_time < $3`;

const DAYS = `
  select d.day::timestamp "at", d.agent_id, d.status, d.calls, d.answered, d.seconds, d.minutes, d.credits_used
  from usage_days d where d.account_id = $1 and d.day >= ($2::timestamptz at time zone 'UTC')::date
    and d.day < ($3::timestamptz at time zone 'UTC')::date
  union all ${LIVE}`;

const HOURS = `
  select date_trunc('hour', c.start_time at time zone 'UTC') "at", c.agent_id, c.status, count(*) calls,
    count(c.answered_time) answered, sum(coalesce(c.duration_seconds, 0)) seconds,
    sum((coalesce(c.duration_seconds, 0) + 59) / 60) minutes,
    sum(case when c.end_time is null then 0 else c.credits_used end) credits_used
  from calls c where c.account_id = $1 and c.start_time >= $2 and c.start_time < $3 group by 1, 2, 3`;

/** Sums up by bucket of time, by agent and by status in one go; without a bucket, the last two only. */
const sumsOf = (used: string, bucket?: { unit: string; format: string }) => `
select to_char(s.bucket, '${bucket?.format ?? ''}') "bucket", s.agent_id "agentId", a.name "agentName", s.status,
  s.calls, s.answered, s.seconds, s.minutes, s.credits_used "creditsUsed"
from (
  select ${bucket ? 'u.bucket' : 'null::timestamp bucket'}, u.agent_id, u.status, sum(u.calls)::int calls,
    sum(u.answered)::int answered, sum(u.seconds)::float8 seconds, sum(u.minutes)::int minutes,
    sum(u.credits_used)::float8 credits_used
  from (select ${bucket ? `date_trunc('${bucket.unit}', at) bucket,` : ''} * from (${used}) used) u
  group by grouping sets (${bucket ? '(u.bucket), ' : ''}(u.agent_id), (u.status))
) s left join agents a on a.account_id = $1 and a.id = s.agent_id
order by s.bucket, a.name, s.agent_id, s.status`;

const STATEMENTS: Record<UsageGroupingName, string> = {
  HOUR: sumsOf(HOURS, { unit: 'hour', format: 'YYYY-MM-DD"T"HH24:00:00.000"Z"' }),
  DAY: sumsOf(DAYS, { unit: 'day', format: 'YYYY-MM-DD' }),
  MONTH: sumsOf(DAYS, { unit: 'month', format: 'YYYY-MM' }),
  AGENT: sumsOf(DAYS),
  STATUS: sumsOf(DAYS),
};

function summarize(rows: UsageRow[], groupBy: UsageGroupingName): Omit<Usage, 'period'> {
  const statuses = rows.filter((row) => row.status !== null);
  const agents = rows.filter((row) => row.agentId !== null);
  const byStatus = Object.fromEntries(Object.values(CallStatus).map((status) => [status, 0])) as Usage['byStatus'];
  for (const { status, calls } of statuses) if (status) byStatus[status] = calls;
  const sums = add(statuses);
  const completed = byStatus.COMPLETED;
  const talked = statuses.find(({ status }) => status === CallStatus.COMPLETED)?.seconds ?? 0;
  const over = sums.calls - byStatus.INITIATED - byStatus.RINGING - byStatus.ANSWERED;
  return {
    totals: {
      ...sums,
      completed,
      failed: byStatus.FAILED,
      busy: byStatus.BUSY,
      noAnswer: byStatus.NO_ANSWER,
      averageDuration: completed === 0 ? 0 : rounded(talked / completed, 1),
      answerRate: over === 0 ? 0 : rounded(completed / over, 4),
    },
    byStatus,
    byAgent: agents.map((row) => ({ agentId: row.agentId ?? '', agentName: row.agentName ?? '', ...sumsIn(row) })),
    series: rows.flatMap((row) => {
      const date = row[SERIES_KEYS[groupBy]];
      return date === null ? [] : [{ date, ...sumsIn(row) }];
    }),
  };
}

/** What a point of the series stands for. */
const SERIES_KEYS = {
  HOUR: 'bucket',
  DAY: 'bucket',
  MONTH: 'bucket',
  AGENT: 'agentId',
  STATUS: 'status',
} as const satisfies Record<UsageGroupingName, keyof UsageRow>;

function sumsIn({ calls, answered, minutes, creditsUsed }: UsageRow): UsageSums {
  return { calls, answered, minutes, creditsUsed };
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
