import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { AgentStatus } from '../../src/entities/enums';
import { createAgent } from '../../src/services/agents/create-agent';
import { type Cli, cliInProcess } from '../support/cli';
import { createDatabase, type TestDatabase } from '../support/database';
import { createTestAccount, type TestAccount } from '../support/factories';

let database: TestDatabase;
let pool: Pool;
let program: Cli;
beforeAll(async () => {
  database = await createDatabase();
  pool = new Pool({ connectionString: database.url, max: 2 });
  program = cliInProcess({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Runs a command that must be refused, and gives its one line. */
async function refusal(...args: string[]): Promise<string> {
  const { code, out, err } = await program.run(...args);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^call-manager: .+\n$/);
  const machine = await program.run(...args, '--json');
  expect(machine).toMatchObject({ code: 1, out: '' });
  const { error } = JSON.parse(machine.err) as { error: { code: string; problems: string[] } };
  expect(`call-manager: ${error.problems.join()}\n`).toBe(err);
  return `${error.code} ${error.problems.join()}`;
}

const statusOf = async ({ accountId }: TestAccount, id: string) => {
  const { rows } = await pool.query('select status from agents where account_id = $1 and id = $2', [accountId, id]);
  return (rows[0] as { status: AgentStatus }).status;
};

test.each([
  ['account', 'show', 'NOBODY'],
  ['credits', 'grant', '--account', 'NOBODY', '--amount', '1'],
  ['number', 'add', '+14155550100', '--account', 'NOBODY'],
  ['number', 'list', '--account', 'NOBODY'],
  ['number', 'deactivate', '+14155550100', '--account', 'NOBODY'],
  ['agent', 'list', '--account', 'NOBODY'],
  ['agent', 'show', 'x', '--account', 'NOBODY'],
  ['agent', 'submit', 'x', '--account', 'NOBODY'],
  ['agent', 'create', '--account', 'NOBODY', '--name', 'n', '--prompt', 'p', '--first-message', 'm'],
  ['key', 'create', '--account', 'NOBODY', '--name', 'k'],
  ['key', 'list', '--account', 'NOBODY'],
  ['key', 'revoke', 'k', '--account', 'NOBODY'],
])('an account that does not exist is refused by %s %s', async (...args) => {
  for (const nobody of ['nobody', randomUUID()]) {
    const line = await refusal(...args.map((arg) => (arg === 'NOBODY' ? nobody : arg)));
    expect(line).toBe(`NOT_FOUND There is no account "${nobody}"; list them to see what there is.`);
  }
});

test('a name of two accounts is refused with the ids of both', async () => {
  const [one, other] = [await createTestAccount(pool), await createTestAccount(pool)];
  const line = await refusal('account', 'show', 'owner@example.com');
  expect(line).toMatch(/^CONFLICT "owner@example.com" is the name of \d+ accounts; give one's id: /);
  expect(line).toContain(one.accountId);
  expect(line).toContain(other.accountId);
});

test("another account's agents, numbers and keys are not found", async () => {
  const { accountId } = await createTestAccount(pool);
  const foreign = await createTestAccount(pool);
  const own = ['--account', accountId];
  for (const action of ['show', 'submit', 'approve', 'reject']) {
    expect(await refusal('agent', action, foreign.agentId, ...own)).toMatch(/^NOT_FOUND There is no agent/);
  }
  expect(await refusal('number', 'deactivate', foreign.fromNumberId, ...own)).toMatch(/^NOT_FOUND There is no number/);
  expect(await refusal('number', 'deactivate', foreign.fromNumber, ...own)).toMatch(/^NOT_FOUND There is no number/);
  expect(await refusal('key', 'revoke', foreign.keyId, ...own)).toMatch(/^NOT_FOUND There is no key/);
  const flags = ['--name', 'n', '--prompt', 'p', '--first-message', 'm', '--from', foreign.fromNumber];
  expect(await refusal('agent', 'create', ...own, ...flags)).toMatch(/^NOT_FOUND There is no number/);
});

test('an agent takes no step that its status does not allow', async () => {
  const account = await createTestAccount(pool);
  const allowed: Record<string, AgentStatus[]> = {
    submit: [AgentStatus.DRAFT, AgentStatus.REJECTED],
    approve: [AgentStatus.PENDING],
    reject: [AgentStatus.PENDING],
  };
  for (const status of Object.values(AgentStatus)) {
    for (const [action, from] of Object.entries(allowed)) {
      if (from.includes(status)) continue;
      const { accountId } = account;
      const agent = { creditsPerMinute: 1, prompt: 'p', firstMessage: 'm' };
      const { id } = await createAgent(pool, { ...agent, accountId, name: status, status });
      const line = await refusal('agent', action, id, '--account', accountId);
      const refused =
        status === AgentStatus.ARCHIVED
          ? 'The agent is ARCHIVED: nothing changes it'
          : `Version 1 of the agent is ${status}: only a `;
      expect(line).toContain(`CONFLICT ${refused}`);
      expect(await statusOf(account, id)).toBe(status);
    }
  }
});

test('an agent that lacks what a call needs is not approved, and all that it lacks is told', async () => {
  const account = await createTestAccount(pool);
  const { accountId, fromNumberId, fromNumber } = account;
  const approve = (id: string) => refusal('agent', 'approve', id, '--account', accountId);
  const price = { creditsPerMinute: 1 };
  const pending = { ...price, accountId, name: 'n', prompt: ' ', firstMessage: '', status: AgentStatus.PENDING };
  const { id: numbered } = await createAgent(pool, { ...pending, fromNumberId });
  const { id: free } = await createAgent(pool, { ...pending, prompt: 'p', firstMessage: 'm' });
  await program.json('number', 'deactivate', fromNumber, '--account', accountId);
  expect(await approve(numbered)).toMatch(/lacks what a call needs: a prompt; a first message; an active caller id \(/);
  expect(await approve(free)).toMatch(/lacks what a call needs: a caller id \(add a number/);
  expect(await statusOf(account, free)).toBe(AgentStatus.PENDING);
  await program.json('number', 'add', fromNumber, '--account', accountId);
  expect(await approve(numbered)).toMatch(/lacks what a call needs: a prompt; a first message\.$/);
  expect(await program.json('agent', 'approve', free, '--account', accountId)).toMatchObject({ status: 'APPROVED' });
});

test('what is done already is refused', async () => {
  const { accountId, fromNumber, keyId } = await createTestAccount(pool);
  const own = ['--account', accountId];
  expect(await refusal('number', 'add', fromNumber, ...own)).toBe(
    `CONFLICT The account has the number ${fromNumber} already.`,
  );
  await program.json('number', 'deactivate', fromNumber, ...own);
  expect(await refusal('number', 'deactivate', fromNumber, ...own)).toBe('CONFLICT The number is inactive already.');
  const flags = ['--name', 'n', '--prompt', 'p', '--first-message', 'm', '--from', fromNumber];
  expect(await refusal('agent', 'create', ...own, ...flags)).toMatch(/^CONFLICT \S+ is inactive; add it again/);
  await program.json('key', 'revoke', keyId, ...own);
  expect(await refusal('key', 'revoke', keyId, ...own)).toBe('CONFLICT The key "test" is revoked already.');
  expect(await refusal('key', 'revoke', 'test', ...own)).toMatch(/^NOT_FOUND There is no key "test"/);
});

test('a balance stays below 2^31', async () => {
  const { accountId } = await createTestAccount(pool, { credits: 1 });
  const line = await refusal('credits', 'grant', '--account', accountId, '--amount', '2147483647');
  expect(line).toBe('BAD_USER_INPUT Balances stay below 2,147,483,648 credits');
  expect(await program.json('account', 'show', accountId)).toMatchObject({ balance: 1 });
});

test('a database without migrations is told how to get them', async () => {
  const empty = await createDatabase({ empty: true });
  const { code, err } = await cliInProcess({ DATABASE_URL: empty.url }).run('account', 'list');
  expect(code).toBe(1);
  expect(err).toMatch(/^call-manager: The database lacks \d+ migration\(s\)\. Run `npx call-manager migrate`/);
  await empty.drop();
});

test('configuration that cannot be used is told', async () => {
  const { code, err } = await cliInProcess({ DATABASE_URL: 'mysql://me:hush@host/db' }).run('account', 'list');
  expect({ code, err }).toEqual({ code: 1, err: 'call-manager: DATABASE_URL: must begin with postgresql://\n' });
});
