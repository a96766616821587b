import type { Pool } from 'pg';
import { identifyAccount } from '../services/accounts/list-accounts';
import { identifyAgent } from '../services/agents/identify-agent';
import type { Ref } from '../services/loaders';
import { defineCommand } from './command';
import { account, agent } from './options';

/** How an agent gets to place calls. */
export const REVIEW = `Each version of an agent is a DRAFT, then PENDING, then APPROVED or REJECTED; what was rejected can be submitted again.
The version that was approved last conducts calls.`;

/** A command that moves an agent on its way to approval. */
export function reviewCommand(step: {
  name: string;
  summary: string;
  details?: string;
  review(pool: Pool, agent: Ref): Promise<void>;
  /** What is true of the agent afterwards. */
  says: string;
}) {
  return defineCommand({
    name: step.name,
    summary: step.summary,
    details: step.details ?? REVIEW,
    options: { agent, account },
    examples: [`${step.name} Reminder --account Acme`],
    async run(values, context) {
      const pool = await context.pool();
      const { id: accountId } = await identifyAccount({ pool }, values.account);
      const { id } = await identifyAgent({ pool }, accountId, values.agent);
      await step.review(pool, { accountId, id });
      const { name, status } = await identifyAgent({ pool }, accountId, id);
      return { text: `Agent ${name} ${step.says}.\n`, json: { id, accountId, name, status } };
    },
  });
}
