import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../../errors';
import { grantCredits } from '../credits/grant-credits';

type Client = Pick<PoolClient, 'query'>;

/** What a test twin has after it was filled up: credits of which nobody has to take care. */
const TEST_CREDITS = 2_000_000_000;

/**
 * The test twin of an account, made if it has none yet: an account of its own that the database gives the phone numbers and
 * agents of the first, now and at every change. Runs in the caller's transaction.
 * @throws AppError NOT_FOUND for an unknown account
 */
export async function ensureTestTwin(client: Client, accountId: string): Promise<{ id: string }> {
  const { rowCount } = await client.query('select from accounts where id = $1 for update', [accountId]);
  if (rowCount === 0) throw new AppError('NOT_FOUND', 'Account not found');
  const known = await findTestTwin(client, accountId);
  return known ?? makeTestTwin(client, accountId);
}

/** The test twin of an account; null when it has none. */
export async function findTestTwin(client: Client, accountId: string): Promise<{ id: string } | null> {
  const { rows } = await client.query<{ id: string }>('select id from accounts where test_of = $1', [accountId]);
  return rows[0] ?? null;
}

async function makeTestTwin(client: Client, accountId: string): Promise<{ id: string }> {
  const id = uuidv7();
  await client.query(
    `with twin as (
       insert into accounts (id, test_of, name, email, status, owner_id, owner_name, requests_per_minute, concurrent_calls)
       select $1, id, name, email, status, owner_id, owner_name, requests_per_minute, concurrent_calls
       from accounts where id = $2
     )
     insert into credit_balances (account_id) values ($1)`,
    [id, accountId],
  );
  await fillUp(client, { accountId: id, balance: 0 });
  return { id };
}

/** The locked balance of an account. */
interface Purse {
  accountId: string;
  balance: number;
  reserved: number;
  seq: number;
  /** Whether it is a test twin's. */
  testMode: boolean;
}

/** Sees to it that test twins have credits for whatever they are asked for next. */
export async function fillUpTwins(client: Client, purses: Iterable<Purse>): Promise<void> {
  for (const purse of purses) {
    const { testMode, balance, reserved } = purse;
    if (!testMode || balance - reserved > TEST_CREDITS / 2 || balance >= TEST_CREDITS) continue;
    purse.balance = await fillUp(client, purse);
    purse.seq += 1;
  }
}

function fillUp(client: Client, { accountId, balance }: Pick<Purse, 'accountId' | 'balance'>): Promise<number> {
  return grantCredits(client, { accountId, amount: TEST_CREDITS - balance, reason: 'test mode' });
}
