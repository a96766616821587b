import type { Pool } from 'pg';
import { inStatement } from '../../database/transaction';
import { AnalysisStatus, type AnsweredBy } from '../../entities/enums';
import { isOneOf, type TestModes } from '../accounts/test-modes';
import { cutOff } from '../transcripts/cut-off';
import type { Turn } from '../transcripts/turn';
import { TURN_COLUMNS } from '../transcripts/turn';

/** An analysis that this server is to make. */
export interface ClaimedAnalysis {
  accountId: string;
  callId: string;
  agentId: string;
  agentVersion: number;
  agentName: string;
  language: string;
  contactId: string;
  startTime: Date;
  toNumber: string;
  fromNumber: string;
  contactName: string | null;
  contactData: Record<string, unknown> | null;
  /** What is kept about the person called. */
  contact: { additionalData: Record<string, unknown>; metadata: Record<string, unknown> };
  /** Counts from 1; whoever holds an older one has lost the work to somebody else. */
  attempt: number;
  answeredBy: AnsweredBy | null;
  settings: Record<string, unknown>;
  turns: Turn[];
}

/** Who takes an analysis has this long, in seconds, unless it renews its claim; then it is anybody's again. */
export const LEASE_SECONDS = 10;

/** Of those that are due, other servers may have so many locked just now. */
const SHARED_BY_SERVERS = 10;

/** Accounts take turns: whoever has the fewest under way is next, and the oldest of theirs. */
const CLAIM = `
with recursive owners as (
  (select account_id from call_analyses where due_at is not null order by account_id limit 1)
  union all
  select (select t.account_id from call_analyses t where t.due_at is not null and t.account_id > o.account_id
    order by t.account_id limit 1)
  from owners o where o.account_id is not null
), waiting as (
  select t.account_id, t.call_id, busy.count + row_number() over (partition by t.account_id order by t.due_at) turn
  from owners o
  cross join lateral (
    select count(*) from call_analyses t join calls c on c.account_id = t.account_id and c.id = t.call_id
    where t.account_id = o.account_id and t.due_at > now() and t.due_at <= now() + make_interval(secs => ${LEASE_SECONDS})
      and c.analysis_status = '${AnalysisStatus.PROCESSING}'
  ) busy
  cross join lateral (
    select t.account_id, t.call_id, t.due_at from call_analyses t
    where t.account_id = o.account_id and t.due_at <= now() order by t.due_at limit ${SHARED_BY_SERVERS} * $1
  ) t
  where ${isOneOf('o.account_id', '$2')}
), due as (
  select t.account_id, t.call_id from waiting w
  join call_analyses t on t.account_id = w.account_id and t.call_id = w.call_id
  join calls c on c.account_id = t.account_id and c.id = t.call_id
  where t.due_at <= now() order by w.turn, t.due_at limit $1 for update of t, c skip locked
), claimed as (
  update call_analyses t set due_at = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = t.attempts + 1
  from due where t.account_id = due.account_id and t.call_id = due.call_id
  returning t.account_id, t.call_id, t.attempts
), shown as (
  update calls c set analysis_status = '${AnalysisStatus.PROCESSING}', updated_at = now()
  from claimed k where c.account_id = k.account_id and c.id = k.call_id
  returning c.*, k.attempts
), unfinished as (
  update transcript_turns t set ${cutOff('c.end_time')}
  from shown c where t.account_id = c.account_id and t.call_id = c.id and t.duration_ms is null
)
select c.account_id "accountId", c.id "callId", c.agent_id "agentId", c.agent_version "agentVersion", a.name "agentName",
  v.language, c.contact_id "contactId", c.start_time "startTime", c.to_number "toNumber", c.from_number "fromNumber",
  c.contact_name "contactName", c.contact_data "contactData",
  jsonb_build_object('additionalData', p.additional_data, 'metadata', p.metadata) "contact",
  c.attempts "attempt", c.answered_by "answeredBy", v.settings, t.turns
from shown c
join contacts p on p.account_id = c.account_id and p.id = c.contact_id
join agents a on a.account_id = c.account_id and a.id = c.agent_id
join agent_versions v on v.account_id = c.account_id and v.agent_id = c.agent_id and v.version = c.agent_version
cross join lateral (
  select coalesce(jsonb_agg(to_jsonb(t) order by t.index), '[]') turns
  from (select ${TURN_COLUMNS} from transcript_turns t where t.account_id = c.account_id and t.call_id = c.id) t
) t`;

/**
 * Takes analyses that are due of such accounts, so many at most, each for one server. The last words have been waited for, so a turn
 * that is not complete never will be: whoever follows the call is told that it was cut off.
 */
export async function claimAnalyses(pool: Pool, limit: number, testModes: TestModes): Promise<ClaimedAnalysis[]> {
  const { rows } = await inStatement<ClaimedAnalysis>(pool, {
    name: 'claim-analyses',
    text: CLAIM,
    values: [limit, testModes],
  });
  return rows;
}

const RENEW = `
update call_analyses set due_at = now() + make_interval(secs => ${LEASE_SECONDS})
where account_id = $1 and call_id = $2 and attempts = $3 and due_at is not null`;

/** Keeps an analysis for whoever is making it. @returns false when somebody else has taken it up */
export async function renewClaim(
  pool: Pool,
  { accountId, callId, attempt }: Pick<ClaimedAnalysis, 'accountId' | 'callId' | 'attempt'>,
): Promise<boolean> {
  const { rowCount } = await inStatement(pool, {
    name: 'renew-claim',
    text: RENEW,
    values: [accountId, callId, attempt],
  });
  return rowCount === 1;
}
