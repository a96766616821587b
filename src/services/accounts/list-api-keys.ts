import type { Domain } from '../domain';
import { referenceCondition, theOnly } from '../identify';

/** What is known of a key; the key itself is not. */
export interface ApiKey {
  id: string;
  /** The account's, or its test twin's. */
  accountId: string;
  /** Its calls are simulated. */
  testMode: boolean;
  name: string;
  /** Its first characters. */
  prefix: string;
  /** What it may do beyond reading and calling. */
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

const COLUMNS = `t.id, t.account_id "accountId", a.test_of is not null "testMode", t.name, t.prefix, t.scopes, t.created_at "createdAt", t.expires_at "expiresAt", t.revoked_at "revokedAt",
  t.last_used_at "lastUsedAt"`;
/** Those of an account, $1, and of its test twin. */
const KEYS = 'api_keys t join accounts a on a.id = t.account_id and $1 in (a.id, a.test_of)';

/** The account's keys, newest first, revoked ones and test keys too. */
export async function listApiKeys({ pool }: Pick<Domain, 'pool'>, accountId: string): Promise<ApiKey[]> {
  const { rows } = await pool.query<ApiKey>(`select ${COLUMNS} from ${KEYS} order by t.created_at desc, t.id desc`, [
    accountId,
  ]);
  return rows;
}

/**
 * The key of the account, or of its test twin, that an id, or the name or the first characters of a key that is not revoked, stands for.
 * @throws AppError NOT_FOUND, or CONFLICT that lists those it may be
 */
export async function identifyApiKey(
  { pool }: Pick<Domain, 'pool'>,
  accountId: string,
  reference: string,
): Promise<ApiKey> {
  const condition = referenceCondition(reference, ['t.name', 't.prefix'], '$2');
  const { rows } = await pool.query<ApiKey>(
    `select ${COLUMNS} from ${KEYS} where ${condition}
       and (t.revoked_at is null or t.id::text = lower($2::text)) order by t.created_at, t.id`,
    [accountId, reference],
  );
  return theOnly(rows, 'key', reference);
}
