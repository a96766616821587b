import { createApiKey } from '../../services/accounts/api-keys';
import { identifyAccount } from '../../services/accounts/list-accounts';
import { defineCommand } from '../command';
import { account } from '../options';
import { future, name } from '../rules';

export const keyCreate = defineCommand({
  name: 'key create',
  summary: 'Makes an API key for an account and shows it, this once.',
  options: {
    account,
    name: { schema: name, value: '<text>', help: 'what the key is for' },
    expires: { schema: future.optional(), value: '<date>', help: 'when it ends to be valid; never unless given' },
  },
  examples: [
    'key create --account Acme --name production',
    'key create --account Acme --name "trial" --expires 2030-01-31',
    'key create --account Acme --name ci --json | node -p "JSON.parse(fs.readFileSync(0)).key"',
  ],
  async run({ account: reference, name, expires }, context) {
    const pool = await context.pool();
    const { id: accountId, name: accountName } = await identifyAccount({ pool }, reference);
    const { id, key } = await createApiKey(pool, { accountId, name, expiresAt: expires ?? null });
    const text = `Key "${name}" of ${accountName} is made: ${id}\n\n  ${key}\n\nIt cannot be shown again. Store it now.\n`;
    return { text, json: { id, accountId, name, key, expiresAt: expires ?? null } };
  },
});
