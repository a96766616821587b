import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../database/transaction';
import { AgentStatus } from '../../entities/enums';
import { AppError } from '../../errors';
import type { Ref } from '../loaders';

/** A step of an agent's way to approval: DRAFT, PENDING, then APPROVED or REJECTED, which may be submitted again. */
interface Step {
  from: readonly AgentStatus[];
  to: AgentStatus;
  /** What to do first, in words. */
  otherwise: string;
}

const SUBMIT: Step = {
  from: [AgentStatus.DRAFT, AgentStatus.REJECTED],
  to: AgentStatus.PENDING,
  otherwise: 'only a draft or a rejected agent can be submitted',
};
const APPROVE: Step = {
  from: [AgentStatus.PENDING],
  to: AgentStatus.APPROVED,
  otherwise: 'only a pending agent can be approved; submit it first',
};
const REJECT: Step = {
  from: [AgentStatus.PENDING],
  to: AgentStatus.REJECTED,
  otherwise: 'only a pending agent can be rejected',
};

/** Asks for an agent's approval. @throws AppError NOT_FOUND, or CONFLICT when its status does not allow it */
export function submitAgent(pool: Pool, agent: Ref): Promise<void> {
  return take(pool, agent, SUBMIT);
}

/**
 * Lets an agent place calls.
 * @throws AppError NOT_FOUND, or CONFLICT when its status does not allow it or it lacks what a call needs
 */
export function approveAgent(pool: Pool, agent: Ref): Promise<void> {
  return take(pool, agent, APPROVE, (client) => assertComplete(client, agent));
}

/** Refuses an agent's approval. @throws AppError NOT_FOUND, or CONFLICT when its status does not allow it */
export function rejectAgent(pool: Pool, agent: Ref): Promise<void> {
  return take(pool, agent, REJECT);
}

async function take(
  pool: Pool,
  { accountId, id }: Ref,
  { from, to, otherwise }: Step,
  check: (client: PoolClient) => Promise<void> = async () => undefined,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ status: AgentStatus }>(
      'select status from agents where account_id = $1 and id = $2 for update',
      [accountId, id],
    );
    const status = rows[0]?.status;
    if (!status) throw new AppError('NOT_FOUND', 'Agent not found');
    if (!from.includes(status)) throw new AppError('CONFLICT', `The agent is ${status}: ${otherwise}.`);
    await check(client);
    await client.query('update agents set status = $3, updated_at = now() where account_id = $1 and id = $2', [
      accountId,
      id,
      to,
    ]);
  });
}

interface Completeness {
  prompt: string;
  firstMessage: string;
  fromNumberId: string | null;
  numberActive: boolean | null;
  activeNumbers: number;
}

/** A call needs a prompt, a first message and a caller id: the agent's, or one of the account's that requests name. */
async function assertComplete(client: PoolClient, { accountId, id }: Ref): Promise<void> {
  const { rows } = await client.query<Completeness>(
    `select t.prompt, t.first_message "firstMessage", t.from_number_id "fromNumberId", n.status = 'ACTIVE' "numberActive",
       (select count(*)::int from phone_numbers a where a.account_id = t.account_id and a.status = 'ACTIVE') "activeNumbers"
     from agents t left join phone_numbers n on n.account_id = t.account_id and n.id = t.from_number_id
     where t.account_id = $1 and t.id = $2`,
    [accountId, id],
  );
  const lacks = rows.flatMap(missingIn);
  if (lacks.length > 0) throw new AppError('CONFLICT', `The agent lacks what a call needs: ${lacks.join('; ')}.`);
}

function missingIn({ prompt, firstMessage, fromNumberId, numberActive, activeNumbers }: Completeness): string[] {
  const lacks: string[] = [];
  if (!prompt.trim()) lacks.push('a prompt');
  if (!firstMessage.trim()) lacks.push('a first message');
  if (fromNumberId && !numberActive) lacks.push('an active caller id (its number is inactive; add that number again)');
  if (!fromNumberId && activeNumbers === 0) lacks.push('a caller id (add a number to the account)');
  return lacks;
}
