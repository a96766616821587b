import { identifyAccount } from '../../services/accounts/list-accounts';
import { identifyAgent } from '../../services/agents/identify-agent';
import { identifyPhoneNumber } from '../../services/phone-numbers/identify-phone-number';
import { defineCommand } from '../command';
import { fields } from '../layout';
import { account, agent } from '../options';

export const agentShow = defineCommand({
  name: 'agent show',
  summary: 'Shows an agent with everything it is told.',
  options: { agent, account },
  examples: ['agent show Reminder --account Acme'],
  async run(values, context) {
    const pool = await context.pool();
    const { id: accountId } = await identifyAccount({ pool }, values.account);
    const found = await identifyAgent({ pool }, accountId, values.agent);
    const { fromNumberId } = found;
    const from = fromNumberId ? (await identifyPhoneNumber({ pool }, accountId, fromNumberId)).phoneNumber : null;
    const text = fields({
      id: found.id,
      name: found.name,
      status: found.status,
      language: found.language,
      voice: found.voice,
      from,
      'max seconds': found.maxDurationSeconds,
      'credits a minute': found.creditsPerMinute,
      'first message': found.firstMessage,
      prompt: found.prompt,
      created: found.createdAt,
      updated: found.updatedAt,
    });
    return { text, json: { ...found, from } };
  },
});
