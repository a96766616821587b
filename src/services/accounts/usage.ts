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

/** Sums of one bucket of time, or of one agent and status: the others are null. */
interface UsageRow extends UsageSums {
  bucket: string | null;
  agentId: string | null;
  agentName: string | null;
  status: CallStatus | null;
  seconds: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A point an hour: for a month at most. */
const MAX_HOURLY_DAYS = 31;

/**
 * What an account used, from the sums by hour or, for everything else, by day: the period is widened to whole hours or UTC
 * days. Live calls count as calls and have used nothing yet.
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

function periodOf(request: { startDate?: Date | null; endDate?: Date | null }, byHour: boolean): Usage['period'] {
  const end = request.endDate ?? new Date();
  const start = request.startDate ?? new Date(end.getTime() - 30 * DAY_MS);
  if (start > end) throw badInput({ endDate: ['endDate must not be before startDate'] });
  if (byHour && end.getTime() - start.getTime() > MAX_HOURLY_DAYS * DAY_MS) {
    throw badInput({ groupBy: [`hour is for periods of at most ${MAX_HOURLY_DAYS} days`] });
  }
  const unit = byHour ? HOUR_MS : DAY_MS;
  return {
    startDate: new Date(Math.floor(start.getTime() / unit) * unit),
    endDate: new Date(Math.ceil(end.getTime() / unit) * unit),
  };
}

/** `offset 0` keeps the period from being looked up: live calls are few, and those of the period may be millions. */
const live = (at: string) => `
  select ${at} "at", c.agent_id, c.status, 1 calls,
    (c.answered_time is not null)::int answered, 0::bigint seconds, 0 minutes, 0::bigint credits_used
  from (
    select start_time, agent_id, status, answered_time from calls
    where account_id = $1 and status in ('INITIATED', 'RINGING', 'ANSWERED') offset 0
  ) c where c.start_time >= $2 and c.start_time < $3`;

const DAYS = `
  select d.day::timestamp "at", d.agent_id, d.status, d.calls, d.answered, d.seconds, d.minutes, d.credits_used
  from usage_days d where d.account_id = $1 and d.day >= ($2::timestamptz at time zone 'UTC')::date
    and d.day < ($3::timestamptz at time zone 'UTC')::date
  union all ${live(`date_trunc('day', c.start_time at time zone 'UTC')`)}`;

const HOURS = `
  select h.hour "at", h.agent_id, h.status, h.calls, h.answered, h.seconds, h.minutes, h.credits_used
  from usage_hours h where h.account_id = $1 and h.hour >= $2 and h.hour < $3
  union all ${live(`date_trunc('hour', c.start_time, 'UTC')`)}`;

/** Sums up by bucket of time, if there are any, and by agent and status in one go. */
const sumsOf = (used: string, bucket?: { of: string; text: string }) => `
select ${bucket?.text ?? 'null'} "bucket", s.agent_id "agentId", a.name "agentName", s.status,
  s.calls, s.answered, s.seconds, s.minutes, s.credits_used "creditsUsed"
from (
  select ${bucket ? `${bucket.of} bucket` : 'null::timestamp bucket'}, u.agent_id, u.status, sum(u.calls)::int calls,
    sum(u.answered)::int answered, sum(u.seconds::float8) seconds, sum(u.minutes)::int minutes,
    sum(u.credits_used::float8) credits_used
  from (${used}) u group by grouping sets (${bucket ? `(${bucket.of}), ` : ''}(u.agent_id, u.status))
) s left join agents a on a.account_id = $1 and a.id = s.agent_id
order by s.bucket, a.name, s.agent_id, s.status`;

const HOUR = { of: 'u.at', text: `to_char(s.bucket at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00.000"Z"')` };
const DAY = { of: 'u.at', text: `to_char(s.bucket, 'YYYY-MM-DD')` };
const MONTH = { of: `date_trunc('month', u.at)`, text: `to_char(s.bucket, 'YYYY-MM')` };

const STATEMENTS: Record<UsageGroupingName, string> = {
  HOUR: sumsOf(HOURS, HOUR),
  DAY: sumsOf(DAYS, DAY),
  MONTH: sumsOf(DAYS, MONTH),
  AGENT: sumsOf(DAYS),
  STATUS: sumsOf(DAYS),
};

function summarize(rows: UsageRow[], groupBy: UsageGroupingName): Omit<Usage, 'period'> {
  const parts = rows.filter((row) => row.bucket === null);
  const statuses = sumsBy('status', parts).sort((a, b) => (String(a.status) < String(b.status) ? -1 : 1));
  const agents = sumsBy('agentId', parts);
  const key = SERIES_KEYS[groupBy];
  const points = { bucket: rows.filter((row) => row.bucket !== null), agentId: agents, status: statuses }[key];
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
    series: points.map((row) => ({ date: row[key] ?? '', ...sumsIn(row) })),
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

/** Adds up the rows that are alike in this, in the order of the first of each. */
function sumsBy(name: 'agentId' | 'status', rows: UsageRow[]): UsageRow[] {
  const sums = new Map<string | null, UsageRow>();
  for (const row of rows) {
    const sum = sums.get(row[name]);
    sums.set(row[name], sum ? { ...sum, ...add([sum, row]), seconds: sum.seconds + row.seconds } : row);
  }
  return [...sums.values()];
}

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
