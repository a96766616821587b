import { identifyAccount } from '../../services/accounts/list-accounts';
import { defineCommand } from '../command';
import { fields } from '../layout';
import { account, positional } from '../options';

export const accountShow = defineCommand({
  name: 'account show',
  summary: 'Shows an account with its credits and limits.',
  options: { account: positional(account) },
  examples: ['account show Acme', 'account show ops@acme.example --json'],
  async run(values, context) {
    const found = await identifyAccount({ pool: await context.pool() }, values.account);
    const text = fields({
      id: found.id,
      name: found.name,
      email: found.email,
      owner: found.ownerName,
      status: found.status,
      balance: found.balance,
      held: found.reserved,
      available: found.balance - found.reserved,
      'live calls': `${found.activeCalls} of ${found.concurrentCalls}`,
      'requests a minute': found.requestsPerMinute,
      created: found.createdAt,
    });
    return { text, json: { ...found, available: found.balance - found.reserved } };
  },
});
