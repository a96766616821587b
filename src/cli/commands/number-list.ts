import { identifyAccount } from '../../services/accounts/list-accounts';
import { listPhoneNumbers } from '../../services/lists';
import { createLoaders } from '../../services/loaders';
import { defineCommand } from '../command';
import { everything } from '../everything';
import { table } from '../layout';
import { account } from '../options';

export const numberList = defineCommand({
  name: 'number list',
  summary: "Lists an account's caller ids.",
  options: { account },
  examples: ['number list --account Acme', 'number list --account Acme --json'],
  async run(values, context) {
    const pool = await context.pool();
    const lists = { pool, loaders: createLoaders(pool) };
    const { id: accountId, name } = await identifyAccount({ pool }, values.account);
    const numbers = await everything((page) => listPhoneNumbers(lists, accountId, page));
    const rows = numbers.map(({ id, phoneNumber, label, status }) => ({ id, number: phoneNumber, label, status }));
    return { text: table(rows, `${name} has no caller id yet.`), json: numbers };
  },
});
