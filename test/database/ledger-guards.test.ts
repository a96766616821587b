import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { sqlState } from '../../src/database/transaction';
import { type LiveAndEnded, startLiveAndEnded } from '../support/live-and-ended';

let calls: LiveAndEnded;
beforeAll(async () => {
  calls = await startLiveAndEnded();
});
afterAll(() => calls.stop());

/** Runs a statement and takes it back; again if it got in the way of the server, which works meanwhile. */
async function attempt<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attemptOnce(work);
    } catch (error) {
      if (sqlState(error) !== DEADLOCK) throw error;
    }
  }
}

async function attemptOnce<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await calls.server.pool.connect();
  try {
    await client.query('begin');
    return await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const DEADLOCK = '40P01';
const CONSTRAINT = { unique: '23505', foreignKey: '23503', check: '23514', final: '23001', range: '22003' };

/** `$account`, `$live`, `$ended`, `$agent` stand for the account's own, `$their…` for another account's. */
function filled(statement: string): string {
  const { mine, theirs, live, ended } = calls;
  const words: Record<string, string> = {
    $account: mine.accountId,
    $live: live,
    $ended: ended,
    $new: randomUUID(),
    $theirAgent: theirs.agentId,
    $theirContact: `(select id from contacts where account_id = '${theirs.accountId}')`,
    $theirCampaign: `(select id from campaigns where account_id = '${theirs.accountId}')`,
    $theirNumber: theirs.fromNumberId,
    $theirCall: `(select id from calls where account_id = '${theirs.accountId}')`,
  };
  return statement.replace(/'?\$[a-zA-Z]+'?/g, (word) => {
    const value = words[word.replaceAll("'", '')] ?? word;
    return value.startsWith('(') ? value : `'${value}'`;
  });
}

const entry = (type: string, amount: number, call: string | null) => `
  insert into credit_entries (account_id, id, seq, type, amount, call_id, balance_after, reserved_after)
  values ($account, $new, 9999, '${type}', ${amount}, ${call ?? 'null'}, 100, 0)`;

test.each<[string, string, keyof typeof CONSTRAINT]>([
  ['changing an entry', 'update credit_entries set amount = 0', 'final'],
  ['deleting an entry', `delete from credit_entries where type = 'RELEASE'`, 'final'],
  ['emptying the ledger', 'truncate credit_entries', 'final'],
  ['emptying it by cascade', 'truncate calls cascade', 'final'],
  ['a second hold', entry('HOLD', 1, '$live'), 'unique'],
  ['a second settlement', entry('SETTLE', 0, '$ended'), 'unique'],
  ['a second release', entry('RELEASE', 0, '$ended'), 'unique'],
  ['settling more than the hold', entry('SETTLE', 6, '$live'), 'check'],
  ['releasing more than the hold', entry('RELEASE', 6, '$live'), 'check'],
  [
    'settling and releasing more than the hold',
    `${entry('SETTLE', 3, '$live')}, ${entry('RELEASE', 3, '$live').split('values')[1]?.replace('9999', '10000').replace('$new', 'gen_random_uuid()')}`,
    'check',
  ],
  ['a release without a call', entry('RELEASE', 1, null), 'check'],
  ['a grant to a call', entry('GRANT', 1, '$live'), 'check'],
  ['a negative settlement', entry('SETTLE', -1, '$live'), 'check'],
  ['a negative grant', entry('GRANT', -1, null), 'check'],
  ['an entry of a type that does not exist', entry('GIFT', 1, null), 'check'],
  ["an entry for another account's call", entry('HOLD', 1, '$theirCall'), 'foreignKey'],
  ['a number that is taken', entry('GRANT', 1, null).replace('9999', '1'), 'unique'],
  ['a negative balance', 'update credit_balances set balance = -1, reserved = 0 where account_id = $account', 'check'],
  ['a negative hold', 'update credit_balances set reserved = -1 where account_id = $account', 'check'],
  [
    'a balance below what is held',
    'update credit_balances set balance = reserved - 1 where account_id = $account',
    'check',
  ],
  ['fewer live calls than none', 'update credit_balances set active_calls = -1 where account_id = $account', 'check'],
  [
    'a balance of 2^31',
    'update credit_balances set balance = 2147483647 + balance where account_id = $account',
    'range',
  ],
  ["another account's agent", 'update calls set agent_id = $theirAgent where id = $live', 'foreignKey'],
  ["another account's contact", 'update calls set contact_id = $theirContact where id = $live', 'foreignKey'],
  ["another account's campaign", 'update calls set campaign_id = $theirCampaign where id = $live', 'foreignKey'],
  [
    "another account's number",
    'update agents set from_number_id = $theirNumber where account_id = $account',
    'foreignKey',
  ],
  ['a charge above the hold', 'update calls set credits_used = credits_reserved + 1 where id = $live', 'check'],
  ['a negative charge', 'update calls set credits_used = -1 where id = $live', 'check'],
  ['an end without a reason', `update calls set end_time = now(), status = 'FAILED' where id = $live`, 'check'],
  ['an end of a live status', `update calls set end_time = now(), ended_reason = 'BUSY' where id = $live`, 'check'],
  [
    'a terminal status without an end',
    `update calls set status = 'BUSY', ended_reason = 'BUSY' where id = $live`,
    'check',
  ],
  ['a status that does not exist', `update calls set status = 'CANCELED' where id = $live`, 'check'],
  ['deleting a call that was paid', 'delete from calls where id = $ended', 'foreignKey'],
])('the database refuses %s', async (_name, statement, constraint) => {
  const refusal = attempt((client) => client.query(filled(statement)));
  const state = await refusal.then(
    () => 'accepted',
    (error: unknown) => sqlState(error),
  );
  expect(state).toBe(CONSTRAINT[constraint]);
});

test('a release without a hold is refused', async () => {
  const copy = `insert into calls select (jsonb_populate_record(c, jsonb_build_object('id', $new::uuid,
    'tracking_id', gen_random_uuid(), 'provider_sid', null))).* from calls c where c.id = $live`;
  const id = randomUUID();
  const refusal = attempt(async (client) => {
    await client.query(filled(copy.replace('$new', `'${id}'`)));
    await client.query(filled(entry('RELEASE', 1, `'${id}'`)));
  });
  await expect(refusal).rejects.toMatchObject({ code: CONSTRAINT.check });
});
