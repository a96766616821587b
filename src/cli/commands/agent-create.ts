import { AgentStatus, PhoneNumberStatus } from '../../entities/enums';
import { AppError } from '../../errors';
import { identifyAccount } from '../../services/accounts/list-accounts';
import { createAgent } from '../../services/agents/create-agent';
import { identifyPhoneNumber } from '../../services/phone-numbers/identify-phone-number';
import { agentFlags, readAgentFields } from '../agent-fields';
import { defineCommand } from '../command';
import { account } from '../options';
import { text } from '../rules';

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

name, prompt and firstMessage are needed, here or there. A draft places no calls: submit and approve it.`,
  options: {
    account,
    file: { schema: text(4096).optional(), value: '<path>', help: 'a YAML file with the agent; - for standard input' },
    ...agentFlags,
  },
  examples: [
    'agent create --account Acme --file reminder.yaml',
    'agent create --account Acme --name Reminder --prompt "Confirm the appointment." \\\n    --first-message "Hello, this is Acme." --from +14155550100',
  ],
  async run({ account: reference, file, ...flags }, context) {
    const { from, ...fields } = readAgentFields(flags, file, NAME);
    const pool = await context.pool();
    const { id: accountId, name: accountName } = await identifyAccount({ pool }, reference);
    const number = from ? await identifyPhoneNumber({ pool }, accountId, from) : null;
    if (number && number.status !== PhoneNumberStatus.ACTIVE) {
      throw new AppError('CONFLICT', `${from} is inactive; add it again by \`number add\`, or take another.`);
    }
    const { id } = await createAgent(pool, { ...fields, accountId, fromNumberId: number?.id ?? null });
    const next = `npx call-manager agent submit ${id} --account ${accountId}`;
    return {
      text: `Agent ${fields.name} of ${accountName} is created: ${id}\nIt is a draft. To submit it:\n  ${next}\n`,
      json: { id, accountId, name: fields.name, status: AgentStatus.DRAFT },
    };
  },
});
