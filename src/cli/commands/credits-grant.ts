import { identifyAccount } from '../../services/accounts/list-accounts';
import { grantCredits } from '../../services/credits/grant-credits';
import { defineCommand } from '../command';
import { account } from '../options';
import { credits, name } from '../rules';

export const creditsGrant = defineCommand({
  name: 'credits grant',
  summary: 'Adds credits to an account.',
  details: 'Each time it is run it adds them again. A grant stands in the ledger for good.',
  options: {
    account,
    amount: { schema: credits, value: '<credits>', help: 'how many, 1 to 2147483647', number: true },
    reason: { schema: name.optional(), value: '<text>', help: 'what the ledger says about it' },
  },
  examples: ['credits grant --account Acme --amount 10000 --reason "invoice 42"'],
  async run({ account: reference, amount, reason = 'granted by command line' }, context) {
    const pool = await context.pool();
    const { id, name } = await identifyAccount({ pool }, reference);
    const balance = await grantCredits(pool, { accountId: id, amount, reason });
    return {
      text: `${amount} credits are granted to ${name}; its balance is ${balance}.\n`,
      json: { accountId: id, amount, reason, balance },
    };
  },
});
