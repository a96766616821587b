import type { Pool } from 'pg';
import type { AnsweredBy } from '../../entities/enums';
import { isOneOf, type TestModes } from '../accounts/test-modes';
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

const CLAIM = `
with due as (
  select t.account_id, t.call_id from call_analyses t join calls c on c.account_id = t.account_id and c.id = t.call_id
  where t.due_at <= now() and ${isOneOf('t.account_id', '$2')} order by t.due_at limit $1 for update skip locked
), claimed as (
  update call_analyses t set due_at = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = t.attempts + 1
  from due where t.account_id = due.account_id and t.call_id = due.call_id
  returning t.account_id, t.call_id, t.attempts
), shown as (
  update calls c set analysis_status = 'PROCESSING', updated_at = now()
  from claimed k where c.account_id = k.account_id and c.id = k.call_id
  returning c.*, k.attempts
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

/** Takes analyses that are due of such accounts, so many at most, each for one server. */
export async function claimAnalyses(pool: Pool, limit: number, testModes: TestModes): Promise<ClaimedAnalysis[]> {
  const { rows } = await pool.query<ClaimedAnalysis>({
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
  const { rowCount } = await pool.query({ name: 'renew-claim', text: RENEW, values: [accountId, callId, attempt] });
  return rowCount === 1;
}
