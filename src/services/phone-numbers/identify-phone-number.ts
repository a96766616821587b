import { TIMES_AS_TEXTS } from '../../database/timestamps';
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
  const { rows } = await pool.query<PhoneNumber>({
    text: `select ${PHONE_NUMBER_COLUMNS} from phone_numbers t
     where t.account_id = $1 and ${referenceCondition(reference, ['t.phone_number'], '$2')}`,
    values: [accountId, reference],
    types: TIMES_AS_TEXTS,
  });
  return theOnly(rows, 'number', reference);
}
