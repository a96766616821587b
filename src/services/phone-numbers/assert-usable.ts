import type { PoolClient } from 'pg';
import { AppError } from '../../errors';
import { isUuid } from '../ids';

/** Sees to it that a number of the account may stand as caller id. @throws AppError FROM_NUMBER_NOT_FOUND */
export async function assertUsable(
  client: Pick<PoolClient, 'query'>,
  accountId: string,
  numberId: string,
): Promise<void> {
  const found =
    isUuid(numberId) &&
    (await client.query(`select 1 from phone_numbers where account_id = $1 and id = $2 and status = 'ACTIVE'`, [
      accountId,
      numberId,
    ]));
  if (!found || found.rowCount === 0) {
    throw new AppError('FROM_NUMBER_NOT_FOUND', 'From number not found or not owned by user');
  }
}
