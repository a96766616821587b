import type { UsageQuery } from '../documents.generated';

export type Point = Pick<
  UsageQuery['account']['month']['series'][number],
  'calls' | 'answered' | 'minutes' | 'creditsUsed'
>;

/** What one bar stands for. */
export interface Bucket extends Point {
  from: Date;
}

const DAYS = 30;
const NOTHING: Point = { calls: 0, answered: 0, minutes: 0, creditsUsed: 0 };

/** The viewer's own midnight, so many days ago. */
export function midnight(daysAgo: number, now = new Date()): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
}

/** When the days that are shown begin. */
export const monthStart = (now = new Date()) => midnight(DAYS - 1, now);

/** The hours of the series as the viewer's days, the empty ones too. */
export function daily(series: UsageQuery['account']['month']['series'], now = new Date()): Bucket[] {
  const starts = Array.from({ length: DAYS }, (_, index) => midnight(DAYS - 1 - index, now));
  return bucketed(starts, series);
}

/** Today's hours of the series, the empty ones too. */
export function hourly(series: UsageQuery['account']['month']['series'], now = new Date()): Bucket[] {
  const start = midnight(0, now);
  const starts = Array.from({ length: 24 }, (_, hour) => {
    const at = new Date(start);
    at.setHours(hour);
    return at;
  });
  return bucketed(starts, series);
}

function bucketed(starts: Date[], series: UsageQuery['account']['month']['series']): Bucket[] {
  const buckets = starts.map((from) => ({ from, ...NOTHING }));
  for (const point of series) {
    const at = new Date(point.date);
    const bucket = buckets.findLast(({ from }) => from <= at);
    // What is before the first belongs to none; hours of a zone that is half an hour apart begin before midnight.
    if (!bucket) continue;
    bucket.calls += point.calls;
    bucket.answered += point.answered;
    bucket.minutes += point.minutes;
    bucket.creditsUsed += point.creditsUsed;
  }
  return buckets;
}
