import { AgentStatus } from '../../entities/enums';
import { identifyAccount } from '../../services/accounts/list-accounts';
import { createAgent } from '../../services/agents/create-agent';
import { agentFlags, operatorRules, readAgentSource } from '../agent-fields';
import { defineCommand } from '../command';
import { account, agentFile } from '../options';
import { usableNumber } from '../usable-number';

const NAME = 'agent create';

export const agentCreate = defineCommand({
  name: NAME,
  summary: 'Creates an agent as a draft, from flags or a YAML file.',
  details: `A file has the same fields, named as here; a flag counts more than the file's field:

  name: Appointment reminder
  language: en-US
  firstMessage: Hello, I am calling about your appointment tomorrow.
  prompt: |
    Confirm the appointment. Be brief and friendly.
  maxDurationSeconds: 180
  creditsPerMinute: 1
  from: "+14155550100"
  settings:
    goal: The person knows the appointment and says whether they will come.
    variables: { missing: REFUSE }
    voicemail: { policy: LEAVE_MESSAGE, message: "Hello {{name}}, please call us back." }
    questions:
      - { name: will_come, type: BOOLEAN, description: Will the person come? }

name, prompt and firstMessage are needed, here or there. In every text {{variables}} may stand, in the language Liquid.
settings has the members of AgentSettingsInput in schema.graphql. A draft places no calls: submit and approve it.`,
  options: {
    account,
    file: agentFile,
    ...agentFlags,
  },
  examples: [
    'agent create --account Acme --file reminder.yaml',
    'agent create --account Acme --name Reminder --prompt "Confirm the appointment." \\\n    --first-message "Hello, this is Acme." --from +14155550100',
  ],
  async run({ account: reference, file, ...flags }, context) {
    const { from, ...fields } = readAgentSource({ flags, file, command: NAME, ...operatorRules(context) });
    const pool = await context.pool();
    const { id: accountId, name: accountName } = await identifyAccount({ pool }, reference);
    const fromNumberId = from ? await usableNumber(pool, accountId, from) : null;
    const { id } = await createAgent(pool, { ...fields, accountId, fromNumberId });
    const next = `npx call-manager agent submit ${id} --account ${accountId}`;
    return {
      text: `Agent ${fields.name} of ${accountName} is created: ${id}\nIt is a draft. To submit it:\n  ${next}\n`,
      json: { id, accountId, name: fields.name, status: AgentStatus.DRAFT },
    };
  },
});
