import type { Pool } from 'pg';

/** Accounts that are remembered at most. */
const CACHE_SIZE = 10_000;

/** Tells test twins from other accounts. What an account is never changes, so of each it is asked once. */
export class KnownTwins {
  private readonly known = new Map<string, boolean>();

  constructor(private readonly pool: Pool) {}

  /** Whether an account is a test twin; false for one that does not exist, which is not remembered. */
  async has(accountId: string): Promise<boolean> {
    return this.known.get(accountId) ?? (await this.look(accountId));
  }

  private async look(accountId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ testMode: boolean }>({
      name: 'is-test-twin',
      text: 'select test_of is not null "testMode" from accounts where id = $1',
      values: [accountId],
    });
    const row = rows[0];
    if (!row) return false;
    if (this.known.size >= CACHE_SIZE) this.known.clear();
    this.known.set(accountId, row.testMode);
    return row.testMode;
  }
}
