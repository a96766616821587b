import { identifyAccount } from '../../services/accounts/list-accounts';
import { addPhoneNumber } from '../../services/phone-numbers/add-phone-number';
import { defineCommand } from '../command';
import { account } from '../options';
import { name, phoneNumber } from '../rules';

export const numberAdd = defineCommand({
  name: 'number add',
  summary: 'Adds a caller id to an account, or makes a deactivated one active again.',
  details: 'With real phones it must be a number of your Twilio account, or one that Twilio has verified as caller id.',
  options: {
    number: { schema: phoneNumber, value: '<number>', help: 'the number in E.164 format', positional: true },
    account,
    label: { schema: name.optional(), value: '<text>', help: 'what it is for' },
  },
  examples: ['number add +14155550100 --account Acme', 'number add +14155550100 --account Acme --label "Support"'],
  async run(values, context) {
    const pool = await context.pool();
    const { id: accountId, name } = await identifyAccount({ pool }, values.account);
    const { id } = await addPhoneNumber(pool, { accountId, phoneNumber: values.number, label: values.label });
    return {
      text: `${name} can call from ${values.number}: ${id}\n`,
      json: { id, accountId, phoneNumber: values.number, status: 'ACTIVE' },
    };
  },
});
