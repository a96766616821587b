import type { Pool } from 'pg';
import { inTransaction } from '../../database/transaction';
import { createApiKey, type NewApiKey } from './api-keys';
import { ensureTestTwin } from './test-twin';

/**
 * Makes a key of an account's test twin, and the twin if this is its first. It has no scope: a test key sees the agents of the
 * account and cannot change them.
 * @throws AppError NOT_FOUND for an unknown account
 */
export function createTestKey(
  pool: Pool,
  { accountId, ...key }: { accountId: string; name: string; expiresAt?: Date | null },
): Promise<NewApiKey & { accountId: string }> {
  return inTransaction(pool, async (client) => {
    const twin = await ensureTestTwin(client, accountId);
    return { ...(await createApiKey(client, { ...key, accountId: twin.id })), accountId: twin.id };
  });
}
