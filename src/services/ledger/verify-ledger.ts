import type { Pool, PoolClient, QueryConfig } from 'pg';
import { inSnapshot } from '../../database/transaction';
import { CHECKS_OF_CALLS } from './checks-of-calls';
import { CHECKS_OF_CREDITS } from './checks-of-credits';
import { LEDGER_TABLES, type LedgerCheck } from './ledger-check';

/** Every check, in the order in which they are told. */
export const LEDGER_CHECKS: readonly LedgerCheck[] = [...CHECKS_OF_CREDITS, ...CHECKS_OF_CALLS];

/** Offenders that are named of a check. */
export const MAX_NAMED = 20;

/** How a check came out. */
export interface CheckResult {
  check: string;
  rule: string;
  /** How many break the rule; 0: it holds. */
  violations: number;
  /** The first of them, {@link MAX_NAMED} at most, in order. */
  named: Array<{ accountId: string; id: string }>;
}

/** What is verified, and at what cost. */
export interface Verification {
  /** These accounts only. */
  accountIds?: string[];
  /** A check that takes longer fails, in seconds. */
  seconds: number;
  /** Whether the database may have several processes work on one check. */
  parallel: boolean;
  /** Once it is aborted, no further check is begun. */
  signal?: AbortSignal;
}

/**
 * Looks for rows that break a rule of the ledger, all as of one instant, in a transaction that cannot write and locks nothing
 * that anybody waits for.
 * @throws DatabaseError when a check takes too long
 */
export function verifyLedger(pool: Pool, verification: Verification): Promise<CheckResult[]> {
  return inSnapshot(pool, (client) => runChecks(client, verification));
}

/** Runs the checks one after the other, in the caller's transaction. */
export async function runChecks(
  client: Pick<PoolClient, 'query'>,
  { accountIds, seconds, parallel, signal }: Verification,
): Promise<CheckResult[]> {
  await client.query(
    `set local statement_timeout = '${seconds}s'; set local work_mem = '64MB'; set local jit = off;
     ${parallel ? '' : 'set local max_parallel_workers_per_gather = 0'}`,
  );
  const results: CheckResult[] = [];
  for (const { id, rule, statement } of LEDGER_CHECKS) {
    signal?.throwIfAborted();
    const query: PatientQuery = {
      text: countAndName(statement, accountIds !== undefined),
      values: accountIds ? [accountIds] : [],
      query_timeout: (seconds + ANSWER_SECONDS) * 1000,
    };
    const { rows } = await client.query<Pick<CheckResult, 'violations' | 'named'>>(query);
    const { violations = 0, named = [] } = rows[0] ?? {};
    results.push({ check: id, rule, violations, named });
  }
  return results;
}

/** A statement that may take longer than others. The types of pg know this of a connection only. */
interface PatientQuery extends QueryConfig {
  /** Without an answer for so long, in milliseconds, it fails; the database cancels it earlier if it can. */
  query_timeout: number;
}

const ANSWER_SECONDS = 5;

/** A table's name stands for some accounts' rows of it: inside its own definition it is still the table's. */
const OF_ACCOUNTS = LEDGER_TABLES.map(
  (table) => `${table} as not materialized (select * from ${table} where account_id = any($1::uuid[])), `,
).join('');

function countAndName(statement: string, ofAccounts: boolean): string {
  return `with ${ofAccounts ? OF_ACCOUNTS : ''}broken as materialized (${statement})
    select (select count(*)::int from broken) "violations", (
      select coalesce(json_agg(json_build_object('accountId', account_id, 'id', id)), '[]')
      from (select account_id, id from broken order by account_id, id limit ${MAX_NAMED}) first
    ) "named"`;
}
