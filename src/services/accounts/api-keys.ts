import { hash, randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Scope } from './scopes';

/** `cm_` and 64 hexadecimal digits. */
export const API_KEY_FORMAT = /^cm_[0-9a-f]{64}$/i;

/** What is stored of a key: 256 random bits need no slow hash. */
export function hashApiKey(key: string): Buffer {
  return hash('sha256', key.toLowerCase(), 'buffer');
}

/** A new key. `key` is shown once and never stored. */
export interface NewApiKey {
  id: string;
  key: string;
}

/** Makes a key for an account. */
export async function createApiKey(
  client: Pick<PoolClient, 'query'>,
  options: { accountId: string; name: string; expiresAt?: Date | null; scopes?: readonly Scope[] },
): Promise<NewApiKey> {
  const id = uuidv7();
  const key = `cm_${randomBytes(32).toString('hex')}`;
  await client.query(
    `insert into api_keys (account_id, id, name, hash, prefix, scopes, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [options.accountId, id, options.name, hashApiKey(key), key.slice(0, 11), options.scopes ?? [], options.expiresAt],
  );
  return { id, key };
}

/** Revokes a key for good. False: the account has no such key, or it is revoked already. */
export async function revokeApiKey(
  client: Pick<PoolClient, 'query'>,
  key: { accountId: string; id: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    'update api_keys set revoked_at = now() where account_id = $1 and id = $2 and revoked_at is null',
    [key.accountId, key.id],
  );
  return rowCount === 1;
}
