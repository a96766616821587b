import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../database/transaction';
import { AgentStatus } from '../../entities/enums';
import { AppError } from '../../errors';
import type { Ref } from '../loaders';
import { checkTemplate } from '../prompts/check-template';
import { excessWithoutData, type MissingRules } from '../prompts/render';
import { textsOf } from './agent-texts';
import type { AgentVersion } from './agent-version';
import { storedSettings } from './stored-settings';
import { assertInUse, lockAgent, showVersion } from './versions';

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
  otherwise: 'only a draft or a rejected version can be submitted',
};
const APPROVE: Step = {
  from: [AgentStatus.PENDING],
  to: AgentStatus.APPROVED,
  otherwise: 'only a pending version can be approved; submit it first',
};
const REJECT: Step = {
  from: [AgentStatus.PENDING],
  to: AgentStatus.REJECTED,
  otherwise: 'only a pending version can be rejected',
};

/** Asks for the approval of an agent's latest version. @throws AppError NOT_FOUND, or CONFLICT when its status does not allow it */
export function submitAgent(pool: Pool, agent: Ref): Promise<void> {
  return take(pool, agent, SUBMIT);
}

/**
 * Lets the latest version conduct calls from now on; calls under way keep the version that they began with.
 * @throws AppError NOT_FOUND, or CONFLICT when its status does not allow it or it lacks what a call needs
 */
export function approveAgent(pool: Pool, agent: Ref): Promise<void> {
  return take(pool, agent, APPROVE);
}

/**
 * Refuses the latest version; one that was approved before serves on.
 * @param reason why, for whoever submitted it
 * @throws AppError NOT_FOUND, or CONFLICT when its status does not allow it
 */
export function rejectAgent(pool: Pool, agent: Ref, reason: string | null = null): Promise<void> {
  return take(pool, agent, REJECT, reason);
}

/** Takes an agent out of use: it places no more calls, and those under way go on. @throws AppError NOT_FOUND, or CONFLICT when it is archived already */
export function archiveAgent(pool: Pool, { accountId, id }: Ref): Promise<void> {
  return inTransaction(pool, async (client) => {
    assertInUse(await lockAgent(client, { accountId, id }));
    await client.query(`update agents set status = 'ARCHIVED', updated_at = now() where account_id = $1 and id = $2`, [
      accountId,
      id,
    ]);
  });
}

async function take(
  pool: Pool,
  agent: Ref,
  { from, to, otherwise }: Step,
  reason: string | null = null,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const locked = await lockAgent(client, agent);
    assertInUse(locked);
    const { status, latest } = locked;
    if (!from.includes(latest.status)) {
      throw new AppError('CONFLICT', `Version ${latest.version} of the agent is ${latest.status}: ${otherwise}.`);
    }
    if (to === AgentStatus.APPROVED) await assertComplete(client, agent, latest);
    await client.query(
      `update agent_versions set status = $4, rejected_reason = $5,
         decided_at = case when $4 = 'PENDING' then null else now() end
       where account_id = $1 and agent_id = $2 and version = $3`,
      [agent.accountId, agent.id, latest.version, to, reason],
    );
    if (to === AgentStatus.APPROVED || status !== AgentStatus.APPROVED) {
      await showVersion(client, agent, latest.version, to);
    }
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
async function assertComplete(client: PoolClient, { accountId, id }: Ref, latest: AgentVersion): Promise<void> {
  const { rows } = await client.query<Completeness>(
    `select t.prompt, t.first_message "firstMessage", t.from_number_id "fromNumberId", n.status = 'ACTIVE' "numberActive",
       (select count(*)::int from phone_numbers a where a.account_id = t.account_id and a.status = 'ACTIVE') "activeNumbers"
     from agent_versions t left join phone_numbers n on n.account_id = t.account_id and n.id = t.from_number_id
     where t.account_id = $1 and t.agent_id = $2 and t.version = $3`,
    [accountId, id, latest.version],
  );
  const lacks = [...rows.flatMap(missingIn), ...brokenIn(latest)];
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

/** Agents from before texts were checked may have such as no call can begin with. */
function brokenIn(version: AgentVersion): string[] {
  const agent = { ...version, settings: storedSettings(version.settings) };
  const texts = textsOf(agent);
  const lacks = texts.flatMap(([place, text]) =>
    checkTemplate(text).map((problem) => `a ${place} that is a template (${problem})`),
  );
  return lacks.length > 0 ? lacks : excessiveIn(texts, agent.settings.variables);
}

/** Texts that are too slow or long when nothing is known yet are so for every call. */
function excessiveIn(texts: ReturnType<typeof textsOf>, rules: MissingRules): string[] {
  const excess = excessWithoutData(texts, rules);
  if (!excess) return [];
  const { place, problem } = excess;
  return [`${place ? `a ${place}` : 'texts'} that can be filled in (${problem})`];
}
