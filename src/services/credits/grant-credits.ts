import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { sqlState } from '../../database/transaction';
import { AppError } from '../../errors';

/** SQLSTATE of an integer that does not fit. */
const OUT_OF_RANGE = '22003';

/**
 * Adds credits to an account.
 * @returns the balance afterwards
 * @throws AppError NOT_FOUND for an unknown account, BAD_USER_INPUT when the balance would reach 2^31
 */
export async function grantCredits(
  client: Pick<PoolClient, 'query'>,
  grant: { accountId: string; amount: number; reason: string },
): Promise<number> {
  try {
    const { rows } = await client.query<{ balance: number }>(
      `with balance as (
         update credit_balances set balance = balance + $2::int, seq = seq + 1 where account_id = $1
         returning balance, reserved, seq
       ), entry as (
         insert into credit_entries (account_id, id, seq, type, amount, balance_after, reserved_after, reason)
         select $1, $3, seq, 'GRANT', $2, balance, reserved, $4 from balance
       )
       select balance from balance`,
      [grant.accountId, grant.amount, uuidv7(), grant.reason],
    );
    if (!rows[0]) throw new AppError('NOT_FOUND', 'Account not found');
    return rows[0].balance;
  } catch (error) {
    if (sqlState(error) !== OUT_OF_RANGE) throw error;
    throw new AppError('BAD_USER_INPUT', 'Balances stay below 2,147,483,648 credits');
  }
}
