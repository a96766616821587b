import { stringify } from 'yaml';
import { identifyAccount } from '../../services/accounts/list-accounts';
import { neededVariables } from '../../services/agents/agent-texts';
import { identifyAgent } from '../../services/agents/identify-agent';
import { latestVersion } from '../../services/agents/latest-version';
import { shownSettings } from '../../services/agents/shown-settings';
import { storedSettings } from '../../services/agents/stored-settings';
import { identifyPhoneNumber } from '../../services/phone-numbers/identify-phone-number';
import { defineCommand } from '../command';
import { fields } from '../layout';
import { account, agent } from '../options';

export const agentShow = defineCommand({
  name: 'agent show',
  summary: 'Shows an agent with everything it is told, and the version that is proposed.',
  details: 'Secret headers of tools are shown by their names only.',
  options: { agent, account },
  examples: ['agent show Reminder --account Acme', 'agent show Reminder --account Acme --json'],
  async run(values, context) {
    const pool = await context.pool();
    const { id: accountId } = await identifyAccount({ pool }, values.account);
    const found = await identifyAgent({ pool }, accountId, values.agent);
    const { fromNumberId } = found;
    const from = fromNumberId ? (await identifyPhoneNumber({ pool }, accountId, fromNumberId)).phoneNumber : null;
    const settings = shownSettings(found.settings);
    const variables = neededVariables({ ...found, settings: storedSettings(found.settings) });
    const { settings: proposed, ...latest } = await latestVersion(pool, found);
    const proposal = latest.status === 'APPROVED' ? null : { ...latest, settings: shownSettings(proposed) };
    const text = fields({
      id: found.id,
      name: found.name,
      status: found.status,
      version: found.version,
      proposal: proposal && `version ${proposal.version} is ${proposal.status}`,
      'rejected because': proposal?.rejectedReason,
      language: found.language,
      voice: found.voice,
      from,
      'max seconds': found.maxDurationSeconds,
      'credits a minute': found.creditsPerMinute,
      'first message': found.firstMessage,
      prompt: found.prompt,
      variables: variables.join(', '),
      settings: stringify(settings).trimEnd(),
      created: found.createdAt,
      updated: found.updatedAt,
    });
    return { text, json: { ...found, settings, variables, from, proposal } };
  },
});
