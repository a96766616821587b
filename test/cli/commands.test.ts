import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Cli, cli, cliInProcess } from '../support/cli';
import { openDataDir, removeDataDir } from '../support/data-dir';
import { createDatabase } from '../support/database';
import { randomPhoneNumber } from '../support/factories';
import { startServerProcess } from '../support/server-process';

// Built programs are started, on a machine that may have other things to do.
jest.setTimeout(60_000);

const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-cli-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Commands that speak to people are run as built programs; the others in this process, which saves their start. */
async function external(): Promise<{ program: Cli; stop(): Promise<void> }> {
  const database = await createDatabase();
  const environment = { DATABASE_URL: database.url };
  const program = { run: cli(environment).run, json: cliInProcess(environment).json };
  return { program, stop: () => database.drop() };
}

/** The embedded database while a server runs on it. */
async function embedded(): Promise<{ program: Cli; stop(): Promise<void> }> {
  const dataDir = openDataDir();
  const server = await startServerProcess('', { DATABASE_URL: '', DATA_DIR: dataDir });
  const stop = async () => {
    await server.kill();
    removeDataDir(dataDir);
  };
  return { program: cliInProcess({ DATA_DIR: dataDir }), stop };
}

describe.each([
  ['an external database', external],
  ['the embedded database of a running server', embedded],
] as const)('on %s', (_, open) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let program: Cli;
  beforeAll(async () => {
    opened = await open();
    program = opened.program;
  });
  afterAll(() => opened.stop());

  const newAccount = (name: string) =>
    program.json('account', 'create', '--name', name, '--email', `${name}@a.example`);

  test('an account is created, listed and shown, by any of its names', async () => {
    const created = await program.run(
      ...['account', 'create', '--name', 'Acme', '--email', 'ops@acme.example', '--owner-name', 'Ada'],
      ...['--requests-per-minute', '60', '--concurrent-calls', '3'],
    );
    expect(created).toMatchObject({ code: 0, err: '' });
    const id = /[0-9a-f-]{36}/.exec(created.out)?.[0] ?? '';
    const expected = { id, name: 'Acme', email: 'ops@acme.example', ownerName: 'Ada', balance: 0, status: 'ACTIVE' };
    for (const reference of [id, id.toUpperCase(), 'acme', 'OPS@acme.example']) {
      expect(await program.json('account', 'show', reference)).toMatchObject({
        ...expected,
        requestsPerMinute: 60,
        concurrentCalls: 3,
        available: 0,
      });
    }
    expect(await program.json<object[]>('account', 'list')).toContainEqual(expect.objectContaining(expected));
    const list = await program.run('account', 'list');
    expect(list.out).toMatch(/^ID +NAME +EMAIL +STATUS +AVAILABLE\n/);
    expect(list.out).toContain(id);
    expect((await program.run('account', 'show', id)).out).toMatch(/^live calls +0 of 3$/m);
  });

  test('credits are granted, and the balance afterwards is told', async () => {
    const { id } = await newAccount('granted');
    const granted = await program.run('credits', 'grant', '--account', 'granted', '--amount', '100');
    expect(granted).toEqual({ code: 0, out: '100 credits are granted to granted; its balance is 100.\n', err: '' });
    const more = ['credits', 'grant', '--account', 'granted', '--amount', '23', '--reason', 'invoice 42'];
    expect(await program.json(...more)).toEqual({ accountId: id, amount: 23, reason: 'invoice 42', balance: 123 });
    expect(await program.json('account', 'show', 'granted')).toMatchObject({ balance: 123, available: 123 });
  });

  test('a number is added, listed, deactivated, and active again when it is added again', async () => {
    await newAccount('numbers');
    const number = randomPhoneNumber();
    expect((await program.run('number', 'list', '--account', 'numbers')).out).toBe('numbers has no caller id yet.\n');
    const { id } = await program.json('number', 'add', number, '--account', 'numbers', '--label', 'Support');
    const state = async () => program.json<object[]>('number', 'list', '--account', 'numbers');
    expect(await state()).toEqual([
      expect.objectContaining({ id, phoneNumber: number, label: 'Support', status: 'ACTIVE' }),
    ]);
    const gone = await program.run('number', 'deactivate', number, '--account', 'numbers');
    expect(gone).toEqual({ code: 0, out: `${number} is deactivated.\n`, err: '' });
    expect((await program.run('number', 'list', '--account', 'numbers')).out).toMatch(
      new RegExp(`^${id} +\\${number} +Support +INACTIVE$`, 'm'),
    );
    expect((await program.run('number', 'add', number, '--account', 'numbers')).out).toContain(id);
    expect(await state()).toEqual([expect.objectContaining({ id, label: 'Support', status: 'ACTIVE' })]);
    expect(await program.json('number', 'deactivate', id ?? '', '--account', 'numbers')).toMatchObject({
      phoneNumber: number,
      status: 'INACTIVE',
      agents: [],
    });
  });

  test('an agent comes from flags or a file, and goes its way to approval, once rejected', async () => {
    await newAccount('agents');
    const number = randomPhoneNumber();
    await program.json('number', 'add', number, '--account', 'agents');
    const file = path.join(scratch, `${number}.yaml`);
    writeFileSync(
      file,
      `name: Reminder\nlanguage: en-GB\nvoice: Polly.Amy\nfirstMessage: Hello.\nprompt: |\n  Confirm.\n  Be brief.\n` +
        `maxDurationSeconds: 60\ncreditsPerMinute: 2\nfrom: "${number}"\n`,
    );
    const created = await program.run('agent', 'create', '--account', 'agents', '--file', file, '--voice', 'alice');
    expect(created).toMatchObject({ code: 0, err: '' });
    const about = ['Reminder', '--account', 'agents'];
    expect(await program.json('agent', 'show', ...about)).toMatchObject({
      name: 'Reminder',
      status: 'DRAFT',
      language: 'en-GB',
      voice: 'alice',
      firstMessage: 'Hello.',
      prompt: 'Confirm.\nBe brief.',
      maxDurationSeconds: 60,
      creditsPerMinute: 2,
      from: number,
    });
    expect(await program.json('agent', 'submit', ...about)).toMatchObject({ name: 'Reminder', status: 'PENDING' });
    expect((await program.run('agent', 'reject', ...about)).out).toBe('Agent Reminder is rejected.\n');
    expect((await program.run('agent', 'submit', ...about)).out).toBe('Agent Reminder waits for approval.\n');
    expect((await program.run('agent', 'approve', ...about)).out).toBe('Agent Reminder may place calls.\n');
    const flags = ['--name', 'Plain', '--prompt', 'Be brief.', '--first-message', 'Hello.'];
    await program.json('agent', 'create', '--account', 'agents', ...flags);
    expect(await program.json('agent', 'list', '--account', 'agents')).toMatchObject([
      { name: 'Plain', status: 'DRAFT', language: 'en-US', maxDurationSeconds: 300, creditsPerMinute: 1 },
      { name: 'Reminder', status: 'APPROVED' },
    ]);
    const approved = await program.run('agent', 'list', '--account', 'agents', '--status', 'approved');
    expect(approved.out.trim().split('\n')).toEqual([
      expect.stringMatching(/^ID/),
      expect.stringContaining('Reminder'),
    ]);
    expect(await program.json('number', 'deactivate', number, '--account', 'agents')).toMatchObject({
      agents: ['Reminder'],
    });
  });

  test('a key is shown once only, listed without itself, and revoked', async () => {
    const { id: accountId } = await newAccount('keys');
    const made = await program.run('key', 'create', '--account', 'keys', '--name', 'production');
    const key = /cm_[0-9a-f]{64}/.exec(made.out)?.[0] ?? '';
    expect(key).not.toBe('');
    expect(made.out).toContain('cannot be shown again');
    const trial = ['key', 'create', '--account', 'keys', '--name', 'trial', '--expires', '2199-12-31'];
    expect(await program.json(...trial)).toMatchObject({
      accountId,
      name: 'trial',
      key: expect.stringMatching(/^cm_[0-9a-f]{64}$/),
      expiresAt: '2199-12-31T00:00:00.000Z',
    });
    const list = await program.run('key', 'list', '--account', 'keys', '--json');
    expect(JSON.parse(list.out)).toMatchObject([
      { name: 'trial', status: 'ACTIVE', expiresAt: '2199-12-31T00:00:00.000Z' },
      { name: 'production', status: 'ACTIVE', prefix: key.slice(0, 11), expiresAt: null },
    ]);
    expect(list.out).not.toMatch(/cm_[0-9a-f]{9}|hash/);
    expect(await program.json('key', 'revoke', 'trial', '--account', 'keys')).toMatchObject({ status: 'REVOKED' });
    expect((await program.run('key', 'revoke', key.slice(0, 11), '--account', 'keys')).out).toBe(
      'Key "production" is revoked.\n',
    );
    expect((await program.run('key', 'list', '--account', 'keys')).out.match(/REVOKED/g)).toHaveLength(2);
  });

  test('a test key is made, told from the others, and revoked; its twin is no account to be seen', async () => {
    const { id: accountId } = await newAccount('tried');
    const own = ['--account', 'tried'];
    await program.json('key', 'create', ...own, '--name', 'production');
    const made = await program.run('key', 'create', ...own, '--name', 'trial', '--test');
    expect(made.out).toMatch(/^Test key "trial" of tried is made: /);
    expect(await program.json('key', 'create', ...own, '--name', 'ci', '--test')).toMatchObject({
      accountId,
      test: true,
    });
    expect(await program.json('key', 'list', ...own)).toMatchObject([
      { name: 'ci', test: true },
      { name: 'trial', test: true },
      { name: 'production', test: false },
    ]);
    expect((await program.run('key', 'list', ...own)).out).toMatch(/trial +cm_[0-9a-f]{8} +test +ACTIVE/);
    expect(await program.json('key', 'revoke', 'trial', ...own)).toMatchObject({ accountId, test: true });
    expect((await program.run('key', 'revoke', 'ci', ...own)).out).toBe('Test key "ci" is revoked.\n');
    const accounts = await program.json<Array<{ name: string }>>('account', 'list');
    expect(accounts.filter(({ name }) => name === 'tried')).toHaveLength(1);
    expect(await program.json('account', 'show', 'tried')).toMatchObject({ id: accountId, testMode: false });
  });

  test('nothing is left to migrate, and the doctor finds nothing to mend', async () => {
    expect(await program.run('migrate')).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
    expect(await program.json('migrate')).toEqual({ migrated: [] });
    expect(await program.json('doctor')).toMatchObject({ ok: true });
    expect((await program.run('doctor')).out).toMatch(/All is well\.\n$/);
  });
});
