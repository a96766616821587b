import { createAccount } from '../../services/accounts/create-account';
import { defineCommand } from '../command';
import { email, integer, name } from '../rules';

const LIMIT = integer(1, 1_000_000).optional();

export const accountCreate = defineCommand({
  name: 'account create',
  summary: 'Creates an account, with no credits yet.',
  options: {
    name: { schema: name, value: '<text>', help: 'what the account is called' },
    email: { schema: email, value: '<address>', help: "its owner's e-mail address" },
    ownerName: { schema: name.optional(), value: '<text>', help: "its owner's name; the account's unless given" },
    requestsPerMinute: {
      schema: LIMIT,
      value: '<number>',
      help: 'requests a minute and key; 600 unless given',
      number: true,
    },
    concurrentCalls: { schema: LIMIT, value: '<number>', help: 'calls at a time; 20 unless given', number: true },
  },
  examples: [
    'account create --name "Acme" --email ops@acme.example',
    'account create --name "Acme" --email ops@acme.example --owner-name "Ada" --concurrent-calls 50',
  ],
  async run(values, context) {
    const pool = await context.pool();
    const { id } = await createAccount(pool, { ...values, ownerName: values.ownerName ?? values.name });
    return { text: `Account ${values.name} is created: ${id}\n`, json: { id, name: values.name, email: values.email } };
  },
});
