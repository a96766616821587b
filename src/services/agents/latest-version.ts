import type { Pool, PoolClient } from 'pg';
import { TIMES_AS_TEXTS } from '../../database/timestamps';
import { AppError } from '../../errors';
import type { Ref } from '../loaders';
import { type AgentVersion, VERSION_COLUMNS } from './agent-version';

/** An agent's latest version. @throws AppError NOT_FOUND */
export async function latestVersion(client: Pool | PoolClient, { accountId, id }: Ref): Promise<AgentVersion> {
  const { rows } = await client.query<AgentVersion>({
    text: `select ${VERSION_COLUMNS} from agent_versions v where v.account_id = $1 and v.agent_id = $2
     order by v.version desc limit 1`,
    values: [accountId, id],
    types: TIMES_AS_TEXTS,
  });
  if (!rows[0]) throw new AppError('NOT_FOUND', 'Agent not found');
  return rows[0];
}
