import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { type CheckResult, LEDGER_CHECKS, runChecks, verifyLedger } from '../../../src/services/ledger/verify-ledger';
import { type LiveAndEnded, startLiveAndEnded } from '../../support/live-and-ended';

const COST = { seconds: 10, parallel: false };

let calls: LiveAndEnded;
beforeAll(async () => {
  calls = await startLiveAndEnded();
});
afterAll(() => calls.stop());

const entry = (type: string, amount: number, call: string, after: string) => `
  insert into credit_entries (account_id, id, seq, type, amount, call_id, balance_after, reserved_after)
  select account_id, $new, seq + 1, '${type}', ${amount}, ${call}, ${after}, reserved from credit_balances
  where account_id = $mine;
  update credit_balances set seq = seq + 1, balance = ${after} where account_id = $mine`;

function filled(statement: string): string {
  const { mine, theirs, live, ended } = calls;
  const words: Record<string, string> = {
    $mine: mine.accountId,
    $theirs: theirs.accountId,
    $live: live,
    $ended: ended,
    $new: randomUUID(),
  };
  return statement.replace(/\$[a-z]+/g, (word) => `'${words[word]}'`);
}

/** Writes past every guard, looks, and takes it back. */
async function after<T>(corruption: string, look: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await calls.server.pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local session_replication_role = 'replica'`);
    await client.query(filled(corruption));
    return await look(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const broken = (results: CheckResult[]) =>
  Object.fromEntries(results.filter(({ violations }) => violations > 0).map(({ check, named }) => [check, named]));

const MY = { account: '$mine', live: '$live', ended: '$ended', new: '$new' };

const CORRUPTIONS: Array<[check: string, what: string, corruption: string, named: string[]]> = [
  [
    'balance-not-negative',
    'an account that owes',
    `alter table credit_balances drop constraint credit_balances_available;
     ${entry('ADJUST', -99, 'null', 'balance - 99')}`,
    [MY.account],
  ],
  [
    'balance-is-sum',
    'credits that went from one account to another without an entry',
    `update credit_balances set balance = balance + case account_id when $mine then 1 else -1 end
     where account_id in ($mine, $theirs)`,
    [MY.account, '$theirs'],
  ],
  [
    'balance-is-sum',
    'a hold of nobody',
    'update credit_balances set reserved = reserved + 1 where account_id = $mine',
    [MY.account],
  ],
  [
    'balance-is-sum',
    'a number that was skipped',
    'update credit_balances set seq = seq + 1 where account_id = $mine',
    [MY.account],
  ],
  [
    'credits-conserved',
    'a balance that was lost',
    `insert into accounts select (jsonb_populate_record(a, jsonb_build_object('id', $new::uuid))).* from accounts a
       where id = $theirs;
     insert into credit_entries (account_id, id, seq, type, amount, balance_after, reserved_after)
       values ($new, $new, 1, 'GRANT', 7, 7, 0)`,
    [MY.new],
  ],
  [
    'entries-chain',
    'a balance that an entry never left',
    'update credit_entries set balance_after = balance_after + 1 where call_id = $live',
    ['entry of $live'],
  ],
  ['entry-has-call', 'a hold for no call', entry('HOLD', 0, 'gen_random_uuid()', 'balance'), [MY.new]],
  ['entry-has-call', 'a release of no hold', entry('RELEASE', 0, 'gen_random_uuid()', 'balance'), [MY.new]],
  ['live-call-holds', 'a live call whose hold was released', entry('RELEASE', 0, MY.live, 'balance'), [MY.live]],
  [
    'hold-covers-limit',
    'a live call that may take longer than its hold pays for',
    'update calls set max_duration_seconds = max_duration_seconds + 1 where id = $live',
    [MY.live],
  ],
  [
    'hold-covers-limit',
    'a call that held more than it could have cost',
    'update calls set max_duration_seconds = 91 where id = $ended',
    [MY.ended],
  ],
  [
    'ended-call-closed-hold',
    'a longer call that was to hold more',
    `update calls set credits_reserved = credits_reserved + 1, max_duration_seconds = max_duration_seconds + 60
     where id = $ended`,
    [MY.ended],
  ],
  [
    'charge-follows',
    'another price of the same hold',
    'update calls set credits_per_minute = credits_reserved, max_duration_seconds = 60 where id = $ended',
    [MY.ended],
  ],
  ['charge-follows', 'a live call that shows no hold', 'update calls set credits_used = 0 where id = $live', [MY.live]],
  [
    'active-calls-counted',
    'a place that nobody takes',
    'update credit_balances set active_calls = active_calls + 1 where account_id = $mine',
    [MY.account],
  ],
  [
    'live-call-looked-after',
    'a call that was put off for good',
    `update calls set check_at = 'infinity' where id = $live`,
    [MY.live],
  ],
  [
    'awaited-analysis-due',
    'an analysis that nobody takes up',
    `update calls set analysis_status = 'PENDING' where id = $ended;
     insert into call_analyses (account_id, call_id) values ($mine, $ended)
       on conflict (account_id, call_id) do update set due_at = null`,
    [MY.ended],
  ],
  [
    'awaited-analysis-due',
    'an analysis that nobody awaits',
    `update calls set analysis_status = 'COMPLETED' where id = $ended;
     insert into call_analyses (account_id, call_id, due_at) values ($mine, $ended, now())
       on conflict (account_id, call_id) do update set due_at = now()`,
    [MY.ended],
  ],
  [
    'awaited-recording-asked-for',
    'a recording that nobody asks for',
    `update calls set recording_status = 'IN_PROGRESS', recording_check_at = null where id = $ended`,
    [MY.ended],
  ],
  [
    'idempotency-key-names-call',
    'a key whose call is gone',
    `update idempotency_keys set call_id = gen_random_uuid() where key = 'first'`,
    ['first'],
  ],
  [
    'idempotency-key-names-call',
    'a key for two calls',
    `alter table idempotency_keys drop constraint idempotency_keys_pkey;
     update idempotency_keys set key = 'first' where account_id = $mine`,
    ['first'],
  ],
  ['usage-days', 'a day of one call more', 'update usage_days set calls = calls + 1 where account_id = $mine', ['day']],
  ['usage-days', 'a day that is gone', 'delete from usage_days where account_id = $mine', ['day']],
  ['usage-days', 'a day of other minutes', 'update usage_days set minutes = 1 where account_id = $mine', ['day']],
  [
    'usage-hours',
    'an hour of other credits',
    'update usage_hours set credits_used = 0 where account_id = $mine',
    ['hour'],
  ],
  ['usage-hours', 'an hour that is gone', 'delete from usage_hours where account_id = $mine', ['hour']],
];

test('nothing is found in a database that is in order', async () => {
  const results = await verifyLedger(calls.server.pool, COST);
  expect(results.map(({ check, violations, named }) => ({ check, violations, named }))).toEqual(
    LEDGER_CHECKS.map(({ id }) => ({ check: id, violations: 0, named: [] })),
  );
});

test('every check is tried', () => {
  expect(new Set(CORRUPTIONS.map(([check]) => check))).toEqual(new Set(LEDGER_CHECKS.map(({ id }) => id)));
});

test.each(CORRUPTIONS)('%s finds %s, and no other check finds anything', async (check, _, corruption, named) => {
  await after(corruption, async (client) => {
    const found = broken(await runChecks(client, COST));
    expect(Object.keys(found)).toEqual([check]);
    expect(found[check]).toHaveLength(named.length);
    const ids = await Promise.all(named.map((name) => idOf(client, name)));
    expect(new Set(found[check]?.map(({ id }) => id))).toEqual(new Set(ids));
    for (const id of [calls.mine.accountId, calls.theirs.accountId]) {
      const expected = found[check]?.filter(({ accountId }) => accountId === id) ?? [];
      // Some corruptions are none when accounts are looked at by themselves, and some only then.
      if (check === 'balance-is-sum' || check === 'credits-conserved') continue;
      expect(broken(await runChecks(client, { ...COST, accountIds: [id] }))).toEqual(
        expected.length > 0 ? { [check]: expected } : {},
      );
    }
  });
});

/** What a corruption's name stands for. */
async function idOf(client: PoolClient, name: string): Promise<unknown> {
  const STATEMENTS: Record<string, string> = {
    $new: 'select id from credit_entries order by created_at desc, seq desc limit 1',
    'entry of $live': 'select id from credit_entries where call_id = $live',
    day: `select to_char(start_time at time zone 'UTC', 'YYYY-MM-DD') id from calls where id = $ended`,
    hour: `select to_char(start_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:"00Z"') id from calls where id = $ended`,
  };
  const statement = STATEMENTS[name];
  if (!statement) return filled(name).replaceAll("'", '');
  return (await client.query(filled(statement))).rows[0]?.id;
}

test('of many offenders the first are named, and all are counted', async () => {
  const many = `insert into idempotency_keys (account_id, key, fingerprint, call_id, contact_snapshot)
    select $mine, 'lost ' || lpad(n::text, 3, '0'), '', gen_random_uuid(), '{}' from generate_series(1, 50) n`;
  await after(many, async (client) => {
    const found = (await runChecks(client, COST)).filter(({ violations }) => violations > 0);
    expect(found).toMatchObject([{ check: 'idempotency-key-names-call', violations: 50 }]);
    expect(found[0]?.named.map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, index) => `lost ${String(index + 1).padStart(3, '0')}`),
    );
  });
});

test('it sees one instant, writes nothing, and waits for nobody', async () => {
  const client = await calls.server.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from credit_balances for update');
    await client.query('select from calls for update');
    await client.query('update credit_balances set balance = balance + 1');
    expect(broken(await verifyLedger(calls.server.pool, COST))).toEqual({});
  } finally {
    await client.query('rollback');
    client.release();
  }
});
