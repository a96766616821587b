import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeHeapSnapshot } from 'node:v8';
import pg from 'pg';

/**
 * Looks at the server from inside. It is not part of the product: the benchmark has Node load it into the server's
 * process before the server's own files (`--require`), and asks it over the channel between parent and child.
 */

/** What the probe is asked for. */
export interface Question {
  /** Collect all garbage before the heap is measured. */
  collect: boolean;
  /** A file to write a heap snapshot to, if any. */
  snapshot?: string;
}

/** How the server's process is. Sizes in bytes. */
export interface Inside {
  rss: number;
  heapUsed: number;
  external: number;
  arrayBuffers: number;
  /** By how much turns of the event loop were late since the last question: all but one in a hundred less than this. */
  loopDelayP99Ms: number;
  poolTotal: number;
  poolIdle: number;
  poolWaiting: number;
  /** Sockets, timers and whatever else keeps the process going. */
  handles: number;
}

const pools: pg.Pool[] = [];

/** A pool that the probe knows of. */
class WatchedPool extends pg.Pool {
  constructor(config?: pg.PoolConfig) {
    super(config);
    pools.push(this);
  }
}
Object.assign(pg, { Pool: WatchedPool });

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

process.on('message', ({ collect, snapshot }: Question) => {
  const loopDelayP99Ms = delay.percentile(99) / 1e6;
  if (collect) globalThis.gc?.();
  if (snapshot) writeHeapSnapshot(snapshot);
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const sum = (count: (pool: pg.Pool) => number) => pools.reduce((total, pool) => total + count(pool), 0);
  const inside: Inside = {
    rss,
    heapUsed,
    external,
    arrayBuffers,
    loopDelayP99Ms,
    poolTotal: sum((pool) => pool.totalCount),
    poolIdle: sum((pool) => pool.idleCount),
    poolWaiting: sum((pool) => pool.waitingCount),
    handles: process.getActiveResourcesInfo().length,
  };
  // What the question itself held up is not the server's.
  delay.reset();
  process.send?.(inside);
});
// Whoever asks must not keep the server from ending.
process.channel?.unref();
