import { identifyAccount } from '../../services/accounts/list-accounts';
import { identifyAgent } from '../../services/agents/identify-agent';
import { latestVersion } from '../../services/agents/latest-version';
import { updateAgent } from '../../services/agents/update-agent';
import { agentFlags, operatorRules, readAgentSource } from '../agent-fields';
import { defineCommand } from '../command';
import { UsageError } from '../errors';
import { account, agent, agentFile } from '../options';
import { usableNumber } from '../usable-number';

const NAME = 'agent update';

export const agentUpdate = defineCommand({
  name: NAME,
  summary: 'Changes an agent, by flags or a YAML file; what they leave out stays.',
  details: `The file is that of \`agent create\`, or a part of it. The name and the price change at once. All else becomes a new
version, a draft: submit and approve it. Until then an approved agent goes on as it is, and calls under way end as they began.

Of settings, each member that is given replaces what was there. A tool that is given without secretHeaders keeps those it
had, as long as its URL has the same origin.`,
  options: { agent, account, file: agentFile, ...agentFlags },
  examples: [
    'agent update Reminder --account Acme --file reminder.yaml',
    'agent update Reminder --account Acme --first-message "Hello {{name}}, this is Acme."',
  ],
  async run({ agent: reference, account: owner, file, ...flags }, context) {
    const rules = operatorRules(context);
    const { from, ...changes } = readAgentSource({ flags, file, command: NAME, ...rules, partial: true });
    if (from === undefined && Object.keys(changes).length === 0) throw new UsageError(['nothing is to change'], NAME);
    const pool = await context.pool();
    const { id: accountId } = await identifyAccount({ pool }, owner);
    const { id } = await identifyAgent({ pool }, accountId, reference);
    const fromNumberId = from ? await usableNumber(pool, accountId, from) : undefined;
    await updateAgent(pool, { accountId, id }, { ...changes, fromNumberId }, rules);
    const { name, status, version } = await identifyAgent({ pool }, accountId, id);
    const { version: latest, status: stands } = await latestVersion(pool, { accountId, id });
    const next = `npx call-manager agent submit ${id} --account ${accountId}`;
    const proposed = stands === 'DRAFT' ? ` Version ${latest} is a draft. To submit it:\n  ${next}` : '';
    return {
      text: `Agent ${name} is changed.${proposed}\n`,
      json: { id, accountId, name, status, version, latest: { version: latest, status: stands } },
    };
  },
});
