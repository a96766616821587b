import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Carrier } from './parties/carrier';

/** What somebody still has to do. */
export interface Unfinished {
  liveCalls: number;
  analyses: number;
  recordings: number;
  /** Calls that go on at the carrier. */
  carried: number;
}

const LOOK_MS = 1000;

/** Waits until nothing is left to be done, but no longer than so many seconds. @returns what is left */
export async function untilQuiet(
  pool: Pool,
  carrier: Carrier,
  seconds: number,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<Unfinished> {
  const start = performance.now();
  for (let look = 0; ; look++) {
    const left = await unfinished(pool, carrier);
    const waited = Math.round((performance.now() - start) / 1000);
    const what = Object.entries(left).filter(([, number]) => number > 0);
    if (what.length === 0 || waited >= seconds) return left;
    if (look % 5 === 0) say(`waiting for quiet, ${waited} s: ${what.map(([name, n]) => `${name} ${n}`).join(', ')}`);
    await sleep(LOOK_MS, undefined, { signal });
  }
}

async function unfinished(pool: Pool, carrier: Carrier): Promise<Unfinished> {
  const { rows } = await pool.query<Omit<Unfinished, 'carried'>>(
    `select (select count(*)::int from calls where end_time is null) "liveCalls",
      (select count(*)::int from call_analyses where due_at is not null) "analyses",
      (select count(*)::int from calls where recording_status in ('PENDING', 'IN_PROGRESS')) "recordings"`,
  );
  const [own] = rows;
  if (!own) throw new Error('the database does not count');
  // The carrier tells all it knows at once, so it is asked last.
  const all = Object.values(own).some((number) => number > 0) ? [] : await carrier.calls();
  return { ...own, carried: all.filter(({ ended }) => ended === null).length };
}
