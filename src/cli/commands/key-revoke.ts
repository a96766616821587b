import { AppError } from '../../errors';
import { revokeApiKey } from '../../services/accounts/api-keys';
import { identifyAccount } from '../../services/accounts/list-accounts';
import { identifyApiKey } from '../../services/accounts/list-api-keys';
import { defineCommand } from '../command';
import { account } from '../options';
import { text } from '../rules';

export const keyRevoke = defineCommand({
  name: 'key revoke',
  summary: 'Revokes an API key for good; running servers refuse it within seconds.',
  options: {
    key: { schema: text(200), value: '<key>', help: 'its id, or its name or first characters', positional: true },
    account,
  },
  examples: ['key revoke production --account Acme', 'key revoke cm_0123abcd --account Acme'],
  async run(values, context) {
    const pool = await context.pool();
    const account = await identifyAccount({ pool }, values.account);
    const { id, name, accountId, testMode } = await identifyApiKey({ pool }, account.id, values.key);
    const revoked = await revokeApiKey(pool, { accountId, id });
    if (!revoked) throw new AppError('CONFLICT', `The key "${name}" is revoked already.`);
    return {
      text: `${testMode ? 'Test key' : 'Key'} "${name}" is revoked.\n`,
      json: { id, accountId: account.id, name, test: testMode, status: 'REVOKED' },
    };
  },
});
