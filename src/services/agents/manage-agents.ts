import type { Pool } from 'pg';
import { AppError, badInput } from '../../errors';
import type { Domain } from '../domain';
import { text } from '../field-rules';
import { isUuid } from '../ids';
import type { Ref } from '../loaders';
import { assertUsable } from '../phone-numbers/assert-usable';
import type { Agent } from './agent';
import { type FieldRules, readAgentFields } from './agent-fields';
import { createAgent } from './create-agent';
import { approveAgent, archiveAgent, rejectAgent, submitAgent } from './review-agent';
import { type AgentChanges, updateAgent } from './update-agent';

/*
 * What an account does with its agents: each answers the agent as it then stands, and throws an AppError NOT_FOUND for one
 * that the account does not have.
 */

/** Creates an agent, a draft. @throws AppError FROM_NUMBER_NOT_FOUND, or BAD_USER_INPUT with every issue */
export async function create(
  domain: Domain,
  accountId: string,
  { fromNumberId, ...fields }: AgentChanges,
): Promise<Agent | null> {
  const read = readAgentFields(fields, rulesOf(domain));
  if (fromNumberId) await assertUsable(domain.pool, accountId, fromNumberId);
  const { pool, creditsPerMinute } = domain;
  const { id } = await createAgent(pool, { ...read, creditsPerMinute, accountId, fromNumberId: fromNumberId || null });
  return domain.loaders.agent.load({ accountId, id });
}

/** Changes an agent, as {@link updateAgent} says. */
export function update(domain: Domain, accountId: string, id: string, changes: AgentChanges): Promise<Agent | null> {
  return act(domain, accountId, id, (pool, agent) => updateAgent(pool, agent, changes, rulesOf(domain)));
}

/** Asks for approval. @throws AppError CONFLICT */
export function submit(domain: Domain, accountId: string, id: string): Promise<Agent | null> {
  return act(domain, accountId, id, submitAgent);
}

/** Approves. @throws AppError CONFLICT */
export function approve(domain: Domain, accountId: string, id: string): Promise<Agent | null> {
  return act(domain, accountId, id, approveAgent);
}

/** Rejects. @throws AppError CONFLICT, or BAD_USER_INPUT for a reason that cannot be kept */
export async function reject(
  domain: Domain,
  accountId: string,
  id: string,
  reason: string | null,
): Promise<Agent | null> {
  const read = rejectionReason.safeParse(reason ?? undefined);
  if (!read.success) throw badInput({ reason: read.error.issues.map(({ message }) => message) });
  return act(domain, accountId, id, (pool, agent) => rejectAgent(pool, agent, read.data ?? null));
}

/** Takes an agent out of use. @throws AppError CONFLICT */
export function archive(domain: Domain, accountId: string, id: string): Promise<Agent | null> {
  return act(domain, accountId, id, archiveAgent);
}

/** Why a version is rejected. */
export const rejectionReason = text(2000, { lines: true }).optional();

async function act(
  { pool, loaders }: Domain,
  accountId: string,
  id: string,
  step: (pool: Pool, agent: Ref) => Promise<void>,
): Promise<Agent | null> {
  if (!isUuid(id)) throw new AppError('NOT_FOUND', 'Agent not found');
  const agent = { accountId, id: id.toLowerCase() };
  await step(pool, agent);
  return loaders.agent.load(agent);
}

function rulesOf({ toolsAllowPrivateAddresses, allowedModels }: Domain): FieldRules & { partial?: false } {
  return { allowPrivateAddresses: toolsAllowPrivateAddresses, allowedModels };
}
