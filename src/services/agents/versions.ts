import type { PoolClient } from 'pg';
import { AgentStatus } from '../../entities/enums';
import { AppError } from '../../errors';
import type { Ref } from '../loaders';
import { type AgentContent, CONTENT_COLUMNS, contentValues } from './agent-content';
import type { AgentVersion } from './agent-version';
import { latestVersion } from './latest-version';

/** An agent whose row is locked until the transaction ends, with its latest version. */
export interface LockedAgent {
  name: string;
  status: AgentStatus;
  latest: AgentVersion;
}

/**
 * Locks an agent, so that its versions stay as they are.
 * @throws AppError NOT_FOUND
 */
export async function lockAgent(client: PoolClient, { accountId, id }: Ref): Promise<LockedAgent> {
  const agents = await client.query<{ name: string; status: AgentStatus }>(
    'select name, status from agents where account_id = $1 and id = $2 for update',
    [accountId, id],
  );
  const agent = agents.rows[0];
  if (!agent) throw new AppError('NOT_FOUND', 'Agent not found');
  return { ...agent, latest: await latestVersion(client, { accountId, id }) };
}

/** @throws AppError CONFLICT */
export function assertInUse({ status }: LockedAgent): void {
  if (status === AgentStatus.ARCHIVED)
    throw new AppError('CONFLICT', 'The agent is ARCHIVED: nothing changes it any more.');
}

/** Writes the next version, a draft. */
export async function writeVersion(
  client: PoolClient,
  { accountId, id }: Ref,
  version: number,
  content: AgentContent,
): Promise<void> {
  await client.query(
    `insert into agent_versions (account_id, agent_id, version, status, ${CONTENT_COLUMNS})
     values ($1, $2, $3, 'DRAFT', $4, $5, $6, $7, $8, $9, $10)`,
    [accountId, id, version, ...contentValues(content)],
  );
}

/** Shows a version as the agent: from now on it conducts new calls, if the agent's status allows any. */
export async function showVersion(
  client: PoolClient,
  { accountId, id }: Ref,
  version: number,
  status: AgentStatus,
): Promise<void> {
  await client.query(
    `update agents t set status = $4, version = v.version, updated_at = now(),
       (${CONTENT_COLUMNS}) = (select ${CONTENT_COLUMNS} from agent_versions s
         where s.account_id = v.account_id and s.agent_id = v.agent_id and s.version = v.version)
     from agent_versions v
     where t.account_id = $1 and t.id = $2 and v.account_id = t.account_id and v.agent_id = t.id and v.version = $3`,
    [accountId, id, version, status],
  );
}
