import type { Pool } from 'pg';
import { CallStatus } from '../../entities/enums';

/** Live calls of all accounts and their test twins, by status; what it takes depends on these alone. */
export async function countLiveCalls(pool: Pool): Promise<Map<CallStatus, number>> {
  const { rows } = await pool.query<{ status: CallStatus; calls: number }>({
    name: 'count-live-calls',
    text: 'select status, count(*)::int "calls" from calls where end_time is null group by status',
  });
  const counts = new Map([CallStatus.INITIATED, CallStatus.RINGING, CallStatus.ANSWERED].map((status) => [status, 0]));
  for (const { status, calls } of rows) counts.set(status, calls);
  return counts;
}
