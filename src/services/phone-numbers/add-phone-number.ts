import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../../errors';

/**
 * Adds a caller id to an account. `phoneNumber` is E.164. One that was deactivated is active again, by its old id.
 * @throws AppError CONFLICT when the account has it already
 */
export async function addPhoneNumber(
  client: Pick<PoolClient, 'query'>,
  number: { accountId: string; phoneNumber: string; label?: string | null },
): Promise<{ id: string }> {
  const { rows } = await client.query<{ id: string }>(
    `insert into phone_numbers as known (account_id, id, phone_number, label) values ($1, $2, $3, $4)
     on conflict (account_id, phone_number) do update set status = 'ACTIVE',
       label = coalesce(excluded.label, known.label)
     where known.status = 'INACTIVE'
     returning id`,
    [number.accountId, uuidv7(), number.phoneNumber, number.label ?? null],
  );
  if (!rows[0]) throw new AppError('CONFLICT', `The account has the number ${number.phoneNumber} already.`);
  return rows[0];
}
