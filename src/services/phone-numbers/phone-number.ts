import type { PhoneNumberStatus } from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** A caller id of the account as it is read. */
export interface PhoneNumber {
  accountId: string;
  id: string;
  phoneNumber: string;
  label: string | null;
  status: PhoneNumberStatus;
  createdAt: IsoTime;
}

/** The select list of a {@link PhoneNumber}; the table is `phone_numbers t`. */
export const PHONE_NUMBER_COLUMNS = `t.account_id "accountId", t.id, t.phone_number "phoneNumber", t.label, t.status,
  t.created_at "createdAt"`;
