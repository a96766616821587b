import { TIMES_AS_TEXTS } from '../../database/timestamps';
import type { Domain } from '../domain';
import { referenceCondition, theOnly } from '../identify';
import { AGENT_COLUMNS, type Agent } from './agent';

/**
 * The agent of the account that an id or a name stands for; no other may share that name.
 * @throws AppError NOT_FOUND, or CONFLICT that lists those it may be
 */
export async function identifyAgent(
  { pool }: Pick<Domain, 'pool'>,
  accountId: string,
  reference: string,
): Promise<Agent> {
  const { rows } = await pool.query<Agent>({
    text: `select ${AGENT_COLUMNS} from agents t
     where t.account_id = $1 and ${referenceCondition(reference, ['t.name'], '$2')} order by t.created_at, t.id`,
    values: [accountId, reference],
    types: TIMES_AS_TEXTS,
  });
  return theOnly(rows, 'agent', reference);
}
