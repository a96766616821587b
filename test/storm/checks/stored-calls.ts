import type { Pool } from 'pg';

/** A call as it stands in the database after the storm. */
export interface StoredCall {
  accountId: string;
  id: string;
  callSid: string | null;
  trackingId: string;
  dial: string;
  status: string;
  endedReason: string | null;
  /** Why the last talk ended. */
  talkEnd: string | null;
  from: string;
  to: string;
  startTime: Date;
  ended: boolean;
  duration: number | null;
  maxDuration: number;
  creditsPerMinute: number;
  reserved: number;
  used: number;
}

/** Every call. */
export async function readCalls(pool: Pool): Promise<StoredCall[]> {
  const { rows } = await pool.query<StoredCall>(
    `select account_id "accountId", id, provider_sid "callSid", tracking_id "trackingId", dial, status,
       ended_reason "endedReason", talk_end "talkEnd", from_number "from", to_number "to", start_time "startTime",
       end_time is not null "ended", duration_seconds "duration", max_duration_seconds "maxDuration",
       credits_per_minute "creditsPerMinute", credits_reserved "reserved", credits_used "used"
     from calls order by account_id, id`,
  );
  return rows;
}

/** A call in a few words. */
export function describeCall({ id, to, status, endedReason, dial, duration, used }: StoredCall): string {
  return `${id} to ${to}: ${status}, ${endedReason}, dial ${dial}, ${duration} s, ${used} credits`;
}
