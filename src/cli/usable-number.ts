import type { Pool } from 'pg';
import { PhoneNumberStatus } from '../entities/enums';
import { AppError } from '../errors';
import { identifyPhoneNumber } from '../services/phone-numbers/identify-phone-number';

/** The id of a number of the account that may stand as caller id. @throws AppError NOT_FOUND, or CONFLICT when it is inactive */
export async function usableNumber(pool: Pool, accountId: string, phoneNumber: string): Promise<string> {
  const { id, status } = await identifyPhoneNumber({ pool }, accountId, phoneNumber);
  if (status === PhoneNumberStatus.ACTIVE) return id;
  throw new AppError('CONFLICT', `${phoneNumber} is inactive; add it again by \`number add\`, or take another.`);
}
