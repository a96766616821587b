import type { IsoTime } from '../iso-time';

/** A contact as it is read. */
export interface Contact {
  accountId: string;
  id: string;
  phoneNumber: string;
  additionalData: Record<string, unknown>;
  metadata: Record<string, unknown>;
  createdAt: IsoTime;
  updatedAt: IsoTime;
}

/** The select list of a {@link Contact}; the table is `contacts t`. */
export const CONTACT_COLUMNS = `t.account_id "accountId", t.id, t.phone_number "phoneNumber",
  t.additional_data "additionalData", t.metadata, t.created_at "createdAt", t.updated_at "updatedAt"`;
