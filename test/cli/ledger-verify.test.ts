import { Pool } from 'pg';
import { LEDGER_CHECKS } from '../../src/services/ledger/verify-ledger';
import { type Cli, cli, cliInProcess } from '../support/cli';
import { createDatabase, type TestDatabase } from '../support/database';

// A built program is started, on a machine that may have other things to do.
jest.setTimeout(60_000);

interface Answer {
  ok: boolean;
  accountId: string | null;
  checks: Array<{ check: string; rule: string; violations: number; named: Array<{ accountId: string; id: string }> }>;
}

let database: TestDatabase;
let pool: Pool;
let program: Cli;
let acme: string;
let twin: string;
beforeAll(async () => {
  database = await createDatabase();
  pool = new Pool({ connectionString: database.url, max: 1 });
  program = cliInProcess({ DATABASE_URL: database.url });
  const account = (name: string) =>
    program.json('account', 'create', '--name', name, '--email', `ops@${name}.example`).then(({ id }) => id ?? '');
  acme = await account('acme');
  await account('other');
  for (const name of ['acme', 'other']) await program.json('credits', 'grant', '--account', name, '--amount', '100');
  await program.json('key', 'create', '--account', 'acme', '--name', 'trial', '--test');
  twin = (await pool.query('select id from accounts where test_of = $1', [acme])).rows[0].id;
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const brokenOf = ({ checks }: Answer) => checks.filter(({ violations }) => violations > 0);

/** Runs with credits that no entry has brought, in these accounts, and takes them away again. */
async function withLostCredits<T>(accountIds: string[], work: () => Promise<T>): Promise<T> {
  const add = 'update credit_balances set balance = balance + $2 where account_id = any($1)';
  await pool.query(add, [accountIds, 1]);
  try {
    return await work();
  } finally {
    await pool.query(add, [accountIds, -1]);
  }
}

test('a ledger that is in order is told with every check, and code 0', async () => {
  const { code, out, err } = await program.run('ledger', 'verify');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^CHECK +VIOLATIONS +WHAT MUST HOLD\n/);
  for (const { id, rule } of LEDGER_CHECKS) expect(out).toMatch(new RegExp(`^${id} +0 +${rule.slice(0, 20)}`, 'm'));
  expect(out).toMatch(/\nEverything agrees\.\n$/);
  expect(await program.json<Answer>('ledger', 'verify')).toEqual({
    ok: true,
    accountId: null,
    checks: LEDGER_CHECKS.map(({ id, rule }) => ({ check: id, rule, violations: 0, named: [] })),
  });
});

test('what is broken is counted and named, with what to do, and code 3', async () => {
  await withLostCredits([acme], async () => {
    const { code, out, err } = await cli({ DATABASE_URL: database.url }).run('ledger', 'verify');
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(out).toMatch(/^balance-is-sum +1 /m);
    expect(out).toMatch(new RegExp(`^ACCOUNT +BALANCE-IS-SUM\n${acme} +-$`, 'm'));
    expect(out).toContain('2 check(s) found what must not be. Dump the database (pg_dump) before anything is changed');
    const machine = await program.run('ledger', 'verify', '--json');
    expect(machine.code).toBe(3);
    const answer: Answer = JSON.parse(machine.out);
    expect(answer.ok).toBe(false);
    expect(brokenOf(answer)).toMatchObject([
      { check: 'balance-is-sum', violations: 1, named: [{ accountId: acme, id: acme }] },
      { check: 'credits-conserved', violations: 1, named: [{ accountId: acme, id: acme }] },
    ]);
  });
});

test('one account is verified with its test twin, and without the others', async () => {
  await withLostCredits([acme], async () => {
    expect(await program.json<Answer>('ledger', 'verify', '--account', 'other')).toMatchObject({ ok: true });
    expect((await program.run('ledger', 'verify', '--account', 'acme')).code).toBe(3);
  });
  await withLostCredits([twin], async () => {
    const { code, out } = await program.run('ledger', 'verify', '--account', 'ops@acme.example', '--json');
    const answer: Answer = JSON.parse(out);
    expect({ code, accountId: answer.accountId }).toEqual({ code: 3, accountId: acme });
    expect(brokenOf(answer)[0]?.named).toEqual([{ accountId: twin, id: twin }]);
  });
});

test('an account that does not exist is refused', async () => {
  expect(await program.run('ledger', 'verify', '--account', 'nobody')).toMatchObject({ code: 1, out: '' });
});
