/**
 * What servers of one database agree about by PostgreSQL's advisory locks, which know one another by these numbers alone: any,
 * as long as every server of the product uses the same ones, and no two are alike.
 */
export const ADVISORY_LOCKS = {
  /** Held while the database is migrated. */
  migrations: 727_306_011,
  /** Held while the demo account is made. */
  demo: 727_306_012,
  /** With a server's id beside it: held as long as that server lives. */
  servers: 727_306_013,
  /** Held while the ledger is verified in the background. */
  ledger: 727_306_014,
} as const;
