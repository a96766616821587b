import { z } from 'zod';
import { AgentStatus } from '../../entities/enums';
import { identifyAccount } from '../../services/accounts/list-accounts';
import type { Agent } from '../../services/agents/agent';
import { shownSettings } from '../../services/agents/shown-settings';
import { listAgents } from '../../services/lists';
import { createLoaders } from '../../services/loaders';
import { defineCommand } from '../command';
import { everything } from '../everything';
import { table } from '../layout';
import { account } from '../options';

const STATUSES = Object.values(AgentStatus);

export const agentList = defineCommand({
  name: 'agent list',
  summary: "Lists an account's agents.",
  options: {
    account,
    status: {
      schema: z
        .string()
        .transform((status) => status.toUpperCase())
        .pipe(z.enum(AgentStatus, `must be one of ${STATUSES.join(', ')}`))
        .optional(),
      value: '<status>',
      help: `only those that are ${STATUSES.join(', ')}`,
    },
  },
  examples: ['agent list --account Acme', 'agent list --account Acme --status PENDING --json'],
  async run({ account: reference, status }, context) {
    const pool = await context.pool();
    const lists = { pool, loaders: createLoaders(pool) };
    const { id: accountId, name } = await identifyAccount({ pool }, reference);
    const filter = { status: status && [status] };
    const agents = await everything((page) => listAgents(lists, accountId, filter, page));
    const rows = agents.map((agent) => ({
      id: agent.id,
      name: agent.name,
      status: agent.status,
      language: agent.language,
      seconds: agent.maxDurationSeconds,
      'credits a minute': agent.creditsPerMinute,
    }));
    return {
      text: table(rows, `${name} has no ${status ? `${status} agent` : 'agent yet'}.`),
      json: agents.map(shown),
    };
  },
});

function shown(agent: Agent) {
  return { ...agent, settings: shownSettings(agent.settings) };
}
