import type { Pool } from 'pg';
import { TIMES_AS_TEXTS } from '../../database/timestamps';
import type { AnsweredBy } from '../../entities/enums';
import type { AgentSettings } from '../agents/settings';
import { storedSettings } from '../agents/stored-settings';
import type { CallRef } from '../calls/lock-calls';
import { TURN_COLUMNS, type Turn } from '../transcripts/turn';

/** Everything that a talk starts from. */
export interface TalkBasis {
  accountId: string;
  callId: string;
  agentName: string;
  language: string;
  prompt: string;
  firstMessage: string;
  settings: AgentSettings;
  toNumber: string;
  fromNumber: string;
  contactName: string | null;
  contactData: Record<string, unknown> | null;
  /** What is kept about the person called. */
  contact: { additionalData: Record<string, unknown>; metadata: Record<string, unknown> };
  /** When the call's first talk began, by `performance.now()`: clocks jump. */
  talkedSince: number;
  maxDurationSeconds: number;
  /** As far as it is known. */
  answeredBy: AnsweredBy | null;
  /** The earlier talk of this call whose transfer failed; null: there is none. */
  untransferredTalk: number | null;
  /** The last of what was said in earlier talks of this call. */
  turns: Turn[];
}

const LOAD = `
select c.account_id "accountId", c.id "callId", a.name "agentName", v.language, v.prompt, v.first_message "firstMessage",
  v.settings, c.to_number "toNumber", c.from_number "fromNumber", c.contact_name "contactName",
  c.contact_data "contactData", jsonb_build_object('additionalData', p.additional_data, 'metadata', p.metadata) "contact",
  coalesce(extract(epoch from now() - e.occurred_at), 0)::float8 * 1000 "talkedMs", c.max_duration_seconds "maxDurationSeconds",
  c.answered_by "answeredBy", case when c.talk_end is null then c.ended_talk end "untransferredTalk"
from calls c
join agents a on a.account_id = c.account_id and a.id = c.agent_id
join agent_versions v on v.account_id = c.account_id and v.agent_id = c.agent_id and v.version = c.agent_version
join contacts p on p.account_id = c.account_id and p.id = c.contact_id
left join call_events e on e.account_id = c.account_id and e.call_id = c.id and e.type = 'TALK_STARTED'
where c.account_id = $1 and c.id = $2`;

/** More than a model is told of a long talk. */
const MOST_TURNS = 200;
const LAST_TURNS = `
select ${TURN_COLUMNS} from transcript_turns t where t.account_id = $1 and t.call_id = $2
order by t.index desc limit ${MOST_TURNS}`;

/** Loads what a talk starts from; null: there is no such call. */
export async function loadTalk(pool: Pool, { accountId, callId }: CallRef): Promise<TalkBasis | null> {
  const [basis, turns] = await Promise.all([
    pool.query<Omit<TalkBasis, 'talkedSince'> & { talkedMs: number }>({
      name: 'load-talk',
      text: LOAD,
      values: [accountId, callId],
    }),
    pool.query<Turn>({
      name: 'turns-of-call',
      text: LAST_TURNS,
      values: [accountId, callId],
      types: TIMES_AS_TEXTS,
    }),
  ]);
  if (!basis.rows[0]) return null;
  const { talkedMs, ...row } = basis.rows[0];
  const settings = storedSettings(row.settings);
  return { ...row, settings, talkedSince: performance.now() - talkedMs, turns: turns.rows.toReversed() };
}
