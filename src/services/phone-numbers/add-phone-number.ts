import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';

/** Adds a caller id to an account. `phoneNumber` is E.164. */
export async function addPhoneNumber(
  client: Pick<PoolClient, 'query'>,
  number: { accountId: string; phoneNumber: string; label?: string | null },
): Promise<{ id: string }> {
  const id = uuidv7();
  await client.query('insert into phone_numbers (account_id, id, phone_number, label) values ($1, $2, $3, $4)', [
    number.accountId,
    id,
    number.phoneNumber,
    number.label ?? null,
  ]);
  return { id };
}
