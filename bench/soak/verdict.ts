import type { Sample } from './watch';

/** How one figure went over the whole time. */
export interface Trend {
  what: string;
  /** Means. */
  firstThird: number;
  lastThird: number;
  /** By the line that fits all samples best. */
  slopeAnHour: number;
  flat: boolean;
}

/**
 * By how much the last third may be above the first: a share of that, or so much in absolute terms. Times depend on who
 * else uses the machine, and a pool opens connections up to its size.
 */
interface Allowance {
  what: string;
  of: (sample: Sample) => number | null;
  share: number;
  absolute: number;
}

const MEGA = 2 ** 20;

const ALLOWANCES: Allowance[] = [
  { what: 'live heap, MB', of: ({ heapLive }) => heapLive && heapLive / MEGA, share: 0.05, absolute: 3 },
  { what: 'RSS, MB', of: ({ rss }) => rss / MEGA, share: 0.05, absolute: 15 },
  { what: 'external, MB', of: ({ external }) => external / MEGA, share: 0.1, absolute: 3 },
  { what: 'array buffers, MB', of: ({ arrayBuffers }) => arrayBuffers / MEGA, share: 0.1, absolute: 3 },
  { what: 'event loop delay p99, ms', of: ({ loopDelayP99Ms }) => loopDelayP99Ms, share: 0.5, absolute: 20 },
  { what: 'pool, connections', of: ({ poolTotal }) => poolTotal, share: 0, absolute: 5 },
  { what: 'pool, idle', of: ({ poolIdle }) => poolIdle, share: 0, absolute: 5 },
  { what: 'pool, waiting', of: ({ poolWaiting }) => poolWaiting, share: 0, absolute: 3 },
  { what: 'active handles', of: ({ handles }) => handles, share: 0.1, absolute: 10 },
  { what: 'database connections', of: ({ databaseConnections }) => databaseConnections, share: 0, absolute: 5 },
  { what: 'p50, ms', of: ({ p50Ms }) => p50Ms, share: 0.5, absolute: 5 },
  { what: 'p99, ms', of: ({ p99Ms }) => p99Ms, share: 1, absolute: 50 },
  { what: 'errors', of: ({ errors }) => errors, share: 0, absolute: 0 },
];

/** Compares the last third of the time with the first. What grows is not flat; what shrinks is. */
export function trendsOf(samples: Sample[]): Trend[] {
  const end = samples.at(-1)?.second ?? 0;
  return ALLOWANCES.map(({ what, of, share, absolute }) => {
    const points = samples.flatMap((sample) => {
      const y = of(sample);
      return y === null ? [] : [{ x: sample.second, y }];
    });
    const firstThird = mean(points.filter(({ x }) => x <= end / 3).map(({ y }) => y));
    const lastThird = mean(points.filter(({ x }) => x > (end * 2) / 3).map(({ y }) => y));
    const flat = lastThird - firstThird <= Math.max(share * firstThird, absolute);
    return { what, firstThird, lastThird, slopeAnHour: slopeOf(points) * 3600, flat };
  });
}

function slopeOf(points: Array<{ x: number; y: number }>): number {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const covariance = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return variance === 0 ? 0 : covariance / variance;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
