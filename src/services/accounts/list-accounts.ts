import { TIMES_AS_TEXTS } from '../../database/timestamps';
import type { Domain } from '../domain';
import { referenceCondition, theOnly } from '../identify';
import { ACCOUNT_COLUMNS, ACCOUNT_TABLES, type Account } from './account';

/** Every account, oldest first; their test twins go without saying. */
export async function listAccounts({ pool }: Pick<Domain, 'pool'>): Promise<Account[]> {
  const { rows } = await pool.query<Account>({
    text: `select ${ACCOUNT_COLUMNS} from ${ACCOUNT_TABLES} where t.test_of is null order by t.created_at, t.id`,
    types: TIMES_AS_TEXTS,
  });
  return rows;
}

/**
 * The account that an id, an e-mail address or a name stands for; no other may share that name.
 * @throws AppError NOT_FOUND, or CONFLICT that lists those it may be
 */
export async function identifyAccount({ pool }: Pick<Domain, 'pool'>, reference: string): Promise<Account> {
  const condition = referenceCondition(reference, ['t.name', 't.email'], '$1');
  const { rows } = await pool.query<Account>({
    text: `select ${ACCOUNT_COLUMNS} from ${ACCOUNT_TABLES} where t.test_of is null and ${condition} order by t.created_at, t.id`,
    values: [reference],
    types: TIMES_AS_TEXTS,
  });
  return theOnly(rows, 'account', reference);
}
