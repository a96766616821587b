import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { AnalysisStatus, EndedReason } from '../../src/entities/enums';

/** What became of the calls that were placed in a while. */
export interface Outcomes {
  calls: number;
  /** Neither ended nor analyzed when all should have been: the server is behind, or somebody forgot them. */
  unfinished: number;
  /** How many ended as they do only when somebody is too slow, by reason. */
  badly: Record<string, number>;
}

/** The last call should be over and analyzed so long after it was placed, in seconds: a minute's talk takes three. */
const FINISHED_SECONDS = 10;
/** How people end a talk, or do not begin one. */
const WELL = [
  EndedReason.AGENT_ENDED,
  EndedReason.CONTACT_HUNG_UP,
  EndedReason.BUSY,
  EndedReason.NO_ANSWER,
  EndedReason.VOICEMAIL_LEFT,
  EndedReason.VOICEMAIL_NOT_LEFT,
];
/** How an analysis stands that is still to come. */
const AHEAD = [AnalysisStatus.PENDING, AnalysisStatus.PROCESSING];

const COUNT = `
select coalesce(ended_reason, 'none') || case when analysis_status = $2 then ', not analyzed' else '' end "reason",
  end_time is null or analysis_status = any($3) "unfinished", count(*)::int "calls"
from calls where start_time >= $1 group by 1, 2`;

/** The database's time. */
export async function timeOf(pool: Pool): Promise<Date> {
  const { rows } = await pool.query<{ now: Date }>('select now()');
  return rows[0]?.now ?? new Date();
}

/** Waits until the calls that were placed since then are over, though not for ever, and counts how they ended. */
export async function outcomesSince(pool: Pool, start: Date, signal: AbortSignal): Promise<Outcomes> {
  for (let second = 0; ; second++) {
    const { rows } = await pool.query(COUNT, [start, AnalysisStatus.FAILED, AHEAD]);
    const outcomes: Outcomes = { calls: 0, unfinished: 0, badly: {} };
    for (const { reason, unfinished, calls } of rows) {
      outcomes.calls += calls;
      if (unfinished) outcomes.unfinished += calls;
      else if (!WELL.includes(reason)) outcomes.badly[reason] = calls;
    }
    if (outcomes.unfinished === 0 || second === FINISHED_SECONDS) return outcomes;
    await sleep(1000, undefined, { signal });
  }
}

/** Whether all of them ended, and as people end them. */
export function endedWell({ unfinished, badly }: Outcomes): boolean {
  return unfinished === 0 && Object.keys(badly).length === 0;
}
