import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** A key that was found is believed for so long, in milliseconds, as the product does. */
const BELIEVED_MS = 3000;

const known = new Map<string, { accountId: string; until: number }>();

/** The account of a key; null when there is none. */
export async function accountOf(pool: Pool, key: string): Promise<string | null> {
  if (!/^cm_[0-9a-f]{64}$/i.test(key)) return null;
  const hash = createHash('sha256').update(key.toLowerCase()).digest();
  const name = hash.toString('base64');
  const entry = known.get(name);
  if (entry && entry.until > Date.now()) return entry.accountId;
  const { rows } = await pool.query<{ accountId: string }>({
    name: 'key',
    text: `select k.account_id "accountId" from api_keys k join accounts a on a.id = k.account_id
      where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
        and a.status = 'ACTIVE'`,
    values: [hash],
  });
  const accountId = rows[0]?.accountId ?? null;
  if (accountId) known.set(name, { accountId, until: Date.now() + BELIEVED_MS });
  return accountId;
}
