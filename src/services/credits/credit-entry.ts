import type { CreditEntryType } from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** One movement of credits as it is read. */
export interface CreditEntry {
  id: string;
  seq: number;
  type: CreditEntryType;
  amount: number;
  balanceAfter: number;
  reservedAfter: number;
  reason: string | null;
  createdAt: IsoTime;
}

/** The select list of a {@link CreditEntry}; the table is `credit_entries t`. */
export const CREDIT_ENTRY_COLUMNS = `t.id, t.seq, t.type, t.amount, t.balance_after "balanceAfter",
  t.reserved_after "reservedAfter", t.reason, t.created_at "createdAt"`;
