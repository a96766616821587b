import { identifyAccount } from '../../services/accounts/list-accounts';
import { deactivatePhoneNumber } from '../../services/phone-numbers/deactivate-phone-number';
import { identifyPhoneNumber } from '../../services/phone-numbers/identify-phone-number';
import { defineCommand } from '../command';
import { account } from '../options';
import { text } from '../rules';

export const numberDeactivate = defineCommand({
  name: 'number deactivate',
  summary: 'Takes a caller id out of use; calls under way go on.',
  details: '`number add` makes it active again.',
  options: {
    number: { schema: text(50), value: '<number>', help: 'the number in E.164 format, or its id', positional: true },
    account,
  },
  examples: ['number deactivate +14155550100 --account Acme'],
  async run(values, context) {
    const pool = await context.pool();
    const { id: accountId } = await identifyAccount({ pool }, values.account);
    const { id, phoneNumber } = await identifyPhoneNumber({ pool }, accountId, values.number);
    const agents = await deactivatePhoneNumber(pool, { accountId, id });
    const note = agents.length > 0 ? `These agents called from it and now cannot: ${agents.join(', ')}.\n` : '';
    return {
      text: `${phoneNumber} is deactivated.\n${note}`,
      json: { id, accountId, phoneNumber, status: 'INACTIVE', agents },
    };
  },
});
