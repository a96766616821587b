import { identifyAccount } from '../../services/accounts/list-accounts';
import { type ApiKey, listApiKeys } from '../../services/accounts/list-api-keys';
import { defineCommand } from '../command';
import { table } from '../layout';
import { account } from '../options';

export const keyList = defineCommand({
  name: 'key list',
  summary: "Lists an account's API keys, test keys included, without the keys themselves.",
  options: { account },
  examples: ['key list --account Acme', 'key list --account Acme --json'],
  async run(values, context) {
    const pool = await context.pool();
    const { id, name } = await identifyAccount({ pool }, values.account);
    const keys = (await listApiKeys({ pool }, id)).map((key) => ({ ...key, status: statusOf(key) }));
    const rows = keys.map((key) => ({
      id: key.id,
      name: key.name,
      begins: key.prefix,
      mode: key.testMode ? 'test' : 'live',
      status: key.status,
      scopes: key.scopes.join(','),
      created: key.createdAt,
      'last used': key.lastUsedAt,
    }));
    return {
      text: table(rows, `${name} has no key yet.`),
      json: keys.map(({ testMode, accountId: _, ...key }) => ({ ...key, test: testMode })),
    };
  },
});

function statusOf({ revokedAt, expiresAt }: ApiKey): 'ACTIVE' | 'REVOKED' | 'EXPIRED' {
  if (revokedAt) return 'REVOKED';
  return expiresAt && expiresAt.getTime() <= Date.now() ? 'EXPIRED' : 'ACTIVE';
}
