import { TIMES_AS_TEXTS } from '../../database/timestamps';
import type { AccountStatus } from '../../entities/enums';
import type { Domain } from '../domain';
import type { IsoTime } from '../iso-time';

/** An account with its money, as it is read. */
export interface Account {
  id: string;
  name: string;
  email: string;
  status: AccountStatus;
  ownerId: string;
  ownerName: string;
  requestsPerMinute: number;
  concurrentCalls: number;
  activeCalls: number;
  /** It is the test twin of another account. */
  testMode: boolean;
  balance: number;
  reserved: number;
  createdAt: IsoTime;
}

/** The select list of an {@link Account}. */
export const ACCOUNT_COLUMNS = `t.id, t.name, t.email, t.status, t.owner_id "ownerId", t.owner_name "ownerName",
  t.requests_per_minute "requestsPerMinute", t.concurrent_calls "concurrentCalls",
  b.active_calls "activeCalls", t.test_of is not null "testMode", b.balance, b.reserved, t.created_at "createdAt"`;
export const ACCOUNT_TABLES = 'accounts t join credit_balances b on b.account_id = t.id';

/** Reads an account. Null: there is none of this id. */
export async function findAccount({ pool }: Pick<Domain, 'pool'>, accountId: string): Promise<Account | null> {
  const { rows } = await pool.query<Account>({
    name: 'find-account',
    text: `select ${ACCOUNT_COLUMNS} from ${ACCOUNT_TABLES} where t.id = $1`,
    values: [accountId],
    types: TIMES_AS_TEXTS,
  });
  return rows[0] ?? null;
}

/** Credits that the account's ended calls were charged, ever. */
export async function creditsCharged({ pool }: Pick<Domain, 'pool'>, accountId: string): Promise<number> {
  const { rows } = await pool.query<{ used: string }>({
    name: 'credits-charged',
    text: 'select coalesce(sum(credits_used), 0) "used" from usage_days where account_id = $1',
    values: [accountId],
  });
  return Number(rows[0]?.used ?? 0);
}
