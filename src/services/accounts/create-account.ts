import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';

/** A new account; limits have the database's defaults unless given. */
export interface NewAccount {
  name: string;
  email: string;
  ownerName: string;
  requestsPerMinute?: number;
  concurrentCalls?: number;
  demo?: boolean;
}

/** Creates an account with an empty balance, in the caller's transaction. */
export async function createAccount(client: Pick<PoolClient, 'query'>, account: NewAccount): Promise<{ id: string }> {
  const id = uuidv7();
  await client.query(
    `with account as (
       insert into accounts (id, name, email, owner_id, owner_name, requests_per_minute, concurrent_calls, demo)
       values ($1, $2, $3, $4, $5, coalesce($6, 600), coalesce($7, 20), $8)
     )
     insert into credit_balances (account_id) values ($1)`,
    [
      id,
      account.name,
      account.email,
      uuidv7(),
      account.ownerName,
      account.requestsPerMinute ?? null,
      account.concurrentCalls ?? null,
      account.demo ?? false,
    ],
  );
  return { id };
}
