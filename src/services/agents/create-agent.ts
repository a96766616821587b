import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { AgentStatus } from '../../entities/enums';

/** A new agent; what is absent has the database's default. */
export interface NewAgent {
  accountId: string;
  name: string;
  prompt: string;
  firstMessage: string;
  status?: AgentStatus;
  language?: string;
  voice?: string | null;
  /** Seconds, 1 to 14,400. */
  maxDurationSeconds?: number;
  creditsPerMinute?: number;
  fromNumberId?: string | null;
}

/** Creates an agent. */
export async function createAgent(client: Pick<PoolClient, 'query'>, agent: NewAgent): Promise<{ id: string }> {
  const id = uuidv7();
  await client.query(
    `insert into agents (account_id, id, name, prompt, first_message, status, language, voice, max_duration_seconds,
       credits_per_minute, from_number_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      agent.accountId,
      id,
      agent.name,
      agent.prompt,
      agent.firstMessage,
      agent.status ?? AgentStatus.DRAFT,
      agent.language ?? 'en-US',
      agent.voice ?? null,
      agent.maxDurationSeconds ?? 300,
      agent.creditsPerMinute ?? 1,
      agent.fromNumberId ?? null,
    ],
  );
  return { id };
}
