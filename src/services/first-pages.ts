import { hash } from 'node:crypto';
import type DataLoader from 'dataloader';
import type { Pool } from 'pg';
import { TIMES_AS_TEXTS } from '../database/timestamps';
import { batched } from './batched';

/** Rows in one statement at most: what is read together is waited for, and answered, together, and holds up all else. */
const ROWS = 420;

/** Reads the first pages of whole lists. Pages of one list that several accounts ask for at once are one statement. */
export class FirstPages {
  private readonly lists = new Map<string, DataLoader<string, object[]>>();

  constructor(private readonly pool: Pool) {}

  /**
   * Reads a page.
   * @param text the statement that selects the page of the account `k.account_id`; there must be few of them, for each is
   *   remembered
   * @param limit how many rows it selects at most
   */
  read<Row extends object>(text: string, limit: number, accountId: string): Promise<Row[]> {
    const list = this.lists.get(text) ?? this.listOf(text, limit);
    return list.load(accountId) as Promise<object[]> as Promise<Row[]>;
  }

  private listOf(text: string, limit: number): DataLoader<string, object[]> {
    // The database works off account by account, each in the order of its page.
    const pages = `select k.nth::int, page.* from unnest($1::uuid[]) with ordinality k (account_id, nth)
      cross join lateral (${text}) page`;
    const name = `page-${hash('sha256', text, 'base64url').slice(0, 20)}`;
    const list = batched(
      async (accountIds: readonly string[]) => {
        const config = { name, text: pages, values: [accountIds], types: TIMES_AS_TEXTS };
        const { rows } = await this.pool.query<{ nth: number }>(config);
        const found = accountIds.map((): object[] => []);
        for (const row of rows) found[row.nth - 1]?.push(row);
        return found;
      },
      (accountId) => accountId,
      Math.max(1, Math.floor(ROWS / limit)),
    );
    this.lists.set(text, list);
    return list;
  }
}
