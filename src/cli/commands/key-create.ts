import { z } from 'zod';
import { createApiKey } from '../../services/accounts/api-keys';
import { createTestKey } from '../../services/accounts/create-test-key';
import { identifyAccount } from '../../services/accounts/list-accounts';
import { SCOPES } from '../../services/accounts/scopes';
import { defineCommand } from '../command';
import { UsageError } from '../errors';
import { account } from '../options';
import { future, name, scopes } from '../rules';

export const keyCreate = defineCommand({
  name: 'key create',
  summary: 'Makes an API key for an account and shows it, this once.',
  details: `Every key may read and place calls. Scopes, separated by commas, let it manage agents by GraphQL too:

  agents:write    create, update, submit and archive them
  agents:approve  approve and reject them

A test key (--test) places no real call: what it does goes to the simulated carrier and model, costs nothing, and is seen by
test keys of the account only. It knows the agents and caller ids of the account by the same ids, and cannot change them.`,
  options: {
    account,
    name: { schema: name, value: '<text>', help: 'what the key is for' },
    scope: {
      schema: scopes.optional(),
      value: '<scopes>',
      help: `what it may do beyond reading and calling: ${SCOPES.join(',')}`,
    },
    test: { schema: z.boolean().default(false), help: 'a test key: its calls are simulated and cost nothing' },
    expires: { schema: future.optional(), value: '<date>', help: 'when it ends to be valid; never unless given' },
  },
  examples: [
    'key create --account Acme --name production',
    'key create --account Acme --name trial --test',
    'key create --account Acme --name "trial" --expires 2030-01-31',
    'key create --account Acme --name back-office --scope agents:write,agents:approve',
    'key create --account Acme --name ci --json | node -p "JSON.parse(fs.readFileSync(0)).key"',
  ],
  async run({ account: reference, name, scope = [], test, expires: expiresAt = null }, context) {
    if (test && scope.length > 0)
      throw new UsageError(['--scope: a test key cannot change agents; leave it out'], 'key create');
    const pool = await context.pool();
    const { id: accountId, name: accountName } = await identifyAccount({ pool }, reference);
    const { id, key } = test
      ? await createTestKey(pool, { accountId, name, expiresAt })
      : await createApiKey(pool, { accountId, name, scopes: scope, expiresAt });
    const text = `${test ? 'Test key' : 'Key'} "${name}" of ${accountName} is made: ${id}\n\n  ${key}\n\nIt cannot be shown again. Store it now.\n`;
    return { text, json: { id, accountId, name, key, test, scopes: scope, expiresAt } };
  },
});
