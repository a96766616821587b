import type { Pool } from 'pg';

/**
 * Runs `work` and says which statements, but for those of transactions, went to the database for what an account has. What an
 * account has is read by its id, and by that they are told from whatever else the server does meanwhile; what is noted of the use
 * of its key is left out.
 */
export async function statementsFor(pool: Pool, accountId: string, work: () => Promise<void>): Promise<string[]> {
  const spy = jest.spyOn(pool, 'query');
  try {
    await work();
    return spy.mock.calls
      .filter((call) => JSON.stringify(call).includes(accountId))
      .map(([statement]) => {
        const text: unknown = typeof statement === 'string' ? statement : (statement as { text?: unknown }).text;
        return String(text).replace(/\s+/g, ' ');
      })
      .filter((text) => !text.includes('api_keys'));
  } finally {
    spy.mockRestore();
  }
}
