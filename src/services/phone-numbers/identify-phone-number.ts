import type { Domain } from '../domain';
import { referenceCondition, theOnly } from '../identify';
import { PHONE_NUMBER_COLUMNS, type PhoneNumber } from './phone-number';

/**
 * The caller id of the account that an id or the number itself stands for.
 * @throws AppError NOT_FOUND
 */
export async function identifyPhoneNumber(
  { pool }: Pick<Domain, 'pool'>,
  accountId: string,
  reference: string,
): Promise<PhoneNumber> {
  const { rows } = await pool.query<PhoneNumber>(
    `select ${PHONE_NUMBER_COLUMNS} from phone_numbers t
     where t.account_id = $1 and ${referenceCondition(reference, ['t.phone_number'], '$2')}`,
    [accountId, reference],
  );
  return theOnly(rows, 'number', reference);
}
