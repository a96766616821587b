/** Something that must hold at every instant of a database that nobody wrote to past its guards. */
export interface LedgerCheck {
  /** Its stable name, for machines. */
  id: string;
  /** What must hold. */
  rule: string;
  /**
   * Selects what breaks the rule, once each, as `account_id` and `id`: that of a call, an entry or a key, the day or hour of a
   * sum, else the account's again. Whole tables are read by their plain names, which stand for the rows of some accounts where
   * only these are verified.
   */
  statement: string;
}

/** Tables that the statements read. */
export const LEDGER_TABLES = [
  'calls',
  'call_analyses',
  'credit_balances',
  'credit_entries',
  'idempotency_keys',
  'usage_days',
  'usage_hours',
] as const;
