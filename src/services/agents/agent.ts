import type { AgentStatus } from '../../entities/enums';

/** An agent as it is read. */
export interface Agent {
  accountId: string;
  id: string;
  name: string;
  status: AgentStatus;
  language: string;
  voice: string | null;
  prompt: string;
  firstMessage: string;
  maxDurationSeconds: number;
  creditsPerMinute: number;
  fromNumberId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The select list of an {@link Agent}; the table is `agents t`. */
export const AGENT_COLUMNS = `t.account_id "accountId", t.id, t.name, t.status, t.language, t.voice, t.prompt,
  t.first_message "firstMessage", t.max_duration_seconds "maxDurationSeconds",
  t.credits_per_minute "creditsPerMinute", t.from_number_id "fromNumberId", t.created_at "createdAt",
  t.updated_at "updatedAt"`;
