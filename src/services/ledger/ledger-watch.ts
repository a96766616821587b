import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import { ADVISORY_LOCKS } from '../../database/advisory-locks';
import { inSnapshot } from '../../database/transaction';
import { type CheckResult, runChecks } from './verify-ledger';

/** A check that takes longer is broken off, in seconds: it is not to be felt. */
const CHECK_SECONDS = 60;

/** How the ledger stood when this server last looked. */
export interface LedgerState {
  at: Date;
  results: CheckResult[];
}

/** Verifies the ledger in the background; of several servers one at a time. */
export class LedgerWatch {
  /** Null until this server has looked. */
  latest: LedgerState | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
  ) {}

  /** Looks once, unless another server is looking. A server that stops does not wait for it. */
  async look(signal: AbortSignal): Promise<void> {
    try {
      const results = await inSnapshot(this.pool, (client) => this.verify(client, signal));
      if (!results) return;
      this.latest = { at: new Date(), results };
      for (const { check, violations } of results.filter((result) => result.violations > 0)) {
        this.log.error({ check, violations }, 'the ledger breaks a rule: `npx call-manager ledger verify` says where');
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async verify(client: PoolClient, signal: AbortSignal): Promise<CheckResult[] | null> {
    const { rows } = await client.query<{ taken: boolean; backend: number }>(
      'select pg_try_advisory_xact_lock($1) "taken", pg_backend_pid() "backend"',
      [ADVISORY_LOCKS.ledger],
    );
    const { taken = false, backend = 0 } = rows[0] ?? {};
    if (!taken) return null;
    const cancel = () => void this.pool.query('select pg_cancel_backend($1)', [backend]).catch(() => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await runChecks(client, { seconds: CHECK_SECONDS, parallel: false, signal });
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}
