import type { PoolClient } from 'pg';
import { AppError } from '../../errors';
import type { Ref } from '../loaders';

/**
 * Takes a caller id out of use: no further call is placed from it.
 * @returns names of the account's approved agents that call from it and now cannot
 * @throws AppError NOT_FOUND, or CONFLICT when it is inactive already
 */
export async function deactivatePhoneNumber(
  client: Pick<PoolClient, 'query'>,
  { accountId, id }: Ref,
): Promise<string[]> {
  const { rowCount } = await client.query(
    `update phone_numbers set status = 'INACTIVE' where account_id = $1 and id = $2 and status = 'ACTIVE'`,
    [accountId, id],
  );
  if (rowCount === 0) {
    const known = await client.query('select from phone_numbers where account_id = $1 and id = $2', [accountId, id]);
    if (known.rowCount === 0) throw new AppError('NOT_FOUND', 'Phone number not found');
    throw new AppError('CONFLICT', 'The number is inactive already.');
  }
  const { rows } = await client.query<{ name: string }>(
    `select name from agents where account_id = $1 and from_number_id = $2 and status = 'APPROVED' order by name`,
    [accountId, id],
  );
  return rows.map(({ name }) => name);
}
