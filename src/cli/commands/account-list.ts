import { listAccounts } from '../../services/accounts/list-accounts';
import { defineCommand } from '../command';
import { table } from '../layout';

export const accountList = defineCommand({
  name: 'account list',
  summary: 'Lists all accounts.',
  options: {},
  examples: ['account list', 'account list --json'],
  async run(_, context) {
    const accounts = await listAccounts({ pool: await context.pool() });
    const rows = accounts.map(({ id, name, email, status, balance, reserved }) => ({
      id,
      name,
      email,
      status,
      available: balance - reserved,
    }));
    return { text: table(rows, 'There is no account yet.'), json: accounts };
  },
});
