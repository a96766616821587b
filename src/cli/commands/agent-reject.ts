import { identifyAccount } from '../../services/accounts/list-accounts';
import { identifyAgent } from '../../services/agents/identify-agent';
import { rejectionReason } from '../../services/agents/manage-agents';
import { rejectAgent } from '../../services/agents/review-agent';
import { defineCommand } from '../command';
import { account, agent } from '../options';
import { REVIEW } from '../review-command';

export const agentReject = defineCommand({
  name: 'agent reject',
  summary: "Rejects an agent's latest version; it may be submitted again.",
  details: REVIEW,
  options: {
    agent,
    account,
    reason: { schema: rejectionReason, value: '<text>', help: 'why, for whoever submitted it' },
  },
  examples: [
    'agent reject Reminder --account Acme',
    'agent reject Reminder --account Acme --reason "It must say who is calling."',
  ],
  async run({ agent: reference, account: owner, reason }, context) {
    const pool = await context.pool();
    const { id: accountId } = await identifyAccount({ pool }, owner);
    const { id } = await identifyAgent({ pool }, accountId, reference);
    await rejectAgent(pool, { accountId, id }, reason ?? null);
    const { name, status } = await identifyAgent({ pool }, accountId, id);
    return { text: `Agent ${name} is rejected.\n`, json: { id, accountId, name, status, reason: reason ?? null } };
  },
});
