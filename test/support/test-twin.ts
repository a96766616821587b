import type { Pool } from 'pg';
import { createTestKey } from '../../src/services/accounts/create-test-key';
import type { TestAccount } from './factories';

/** The test twin of an account, in whose place it can be used: only key and account differ. */
export async function createTestTwin(pool: Pool, account: TestAccount): Promise<TestAccount> {
  const { key, id: keyId, accountId } = await createTestKey(pool, { accountId: account.accountId, name: 'test' });
  return { ...account, key, keyId, accountId };
}
