import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { AgentStatus } from '../../entities/enums';
import { type AgentContent, CONTENT_COLUMNS, contentValues } from './agent-content';
import { type AgentSettingsInput, agentSettings } from './settings';

/** A new agent; what is absent has its default. */
export interface NewAgent extends Partial<Omit<AgentContent, 'settings'>> {
  accountId: string;
  name: string;
  prompt: string;
  firstMessage: string;
  creditsPerMinute: number;
  status?: AgentStatus;
  settings?: AgentSettingsInput;
}

const CREATE = `
with agent as (
  insert into agents (account_id, id, name, status, version, credits_per_minute, ${CONTENT_COLUMNS})
  values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12) returning *
)
insert into agent_versions (account_id, agent_id, version, status, ${CONTENT_COLUMNS})
select account_id, id, 1, case status when 'ARCHIVED' then 'APPROVED' else status end, ${CONTENT_COLUMNS} from agent`;

/** Creates an agent with its first version. */
export async function createAgent(client: Pick<PoolClient, 'query'>, agent: NewAgent): Promise<{ id: string }> {
  const id = uuidv7();
  const content: AgentContent = {
    language: agent.language ?? 'en-US',
    voice: agent.voice ?? null,
    prompt: agent.prompt,
    firstMessage: agent.firstMessage,
    maxDurationSeconds: agent.maxDurationSeconds ?? 300,
    fromNumberId: agent.fromNumberId ?? null,
    settings: agentSettings.parse(agent.settings ?? {}),
  };
  const status = agent.status ?? AgentStatus.DRAFT;
  await client.query(CREATE, [
    agent.accountId,
    id,
    agent.name,
    status,
    agent.creditsPerMinute,
    ...contentValues(content),
  ]);
  return { id };
}
