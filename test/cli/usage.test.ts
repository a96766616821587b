import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { commands } from '../../src/cli/commands';
import { cli, cliInProcess } from '../support/cli';

// Built programs are started, on a machine that may have other things to do.
jest.setTimeout(60_000);

const program = cliInProcess();

/** What a command says is wrong, without the pointer to its help. */
async function problemsOf(...args: string[]): Promise<string[]> {
  const { code, out, err } = await program.run(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  const lines = err.trimEnd().split('\n');
  expect(lines.pop()).toMatch(/^call-manager: See `npx call-manager (\S+ )*--help`\.$/);
  return lines.map((line) => line.replace(/^call-manager: /, ''));
}

test('the overview names every command', async () => {
  for (const args of [['--help'], ['-h'], ['help'], ['account', '--help']]) {
    const { code, out, err } = await program.run(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`^  ${name} +${summary[0]}`, 'm'));
    expect(out).toContain('Exit codes');
  }
});

test.each(commands.map(({ name }) => name))('%s --help shows flags and examples that it would take', async (name) => {
  const command = commands.find((each) => each.name === name);
  const words = name.split(' ');
  const { code, out, err } = await program.run(...words, '--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`Usage: npx call-manager ${name}`);
  for (const example of command?.examples ?? []) {
    expect(example.startsWith(name)).toBe(true);
    const flags = [...example.matchAll(/(--[a-z-]+)/g)].map(([flag]) => flag);
    for (const flag of flags) expect(out.split('Examples:')[0]).toContain(`${flag} `);
  }
  expect(out).toMatch(/Examples:\n {2}npx call-manager /);
  expect(await program.run('help', ...words)).toEqual({ code: 0, out, err: '' });
});

test('the built program ends with the code of what happened', async () => {
  const built = cli({ DATABASE_URL: 'postgresql://me:hush@127.0.0.1:1/none' });
  expect(await built.run('--help')).toMatchObject({ code: 0, err: '' });
  expect(await built.run('account', 'make')).toMatchObject({ code: 2, out: '' });
  const { code, out, err } = await built.run('account', 'list');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^call-manager: The database cannot be used: .*ECONNREFUSED.*Check DATABASE_URL.*\n$/);
  expect(err).not.toContain('hush');
});

test.each<[when: string, line: string, code: number]>([
  ['nobody reads its complaint', 'node bin/call-manager.js frobnicate 2>&1 | true', 2],
  ['nobody reads its answer', 'node bin/call-manager.js --help | true', 0],
  // A file to which nothing can be written, as on a full disk; Linux has it.
  ...(existsSync('/dev/full')
    ? [['its answer is lost', 'node bin/call-manager.js --help > /dev/full', 1] as [string, string, number]]
    : []),
])('the built program ends with the same code when %s, and says when something is lost', (_, line, code) => {
  const { status, stderr } = spawnSync('bash', ['-c', `${line}; exit \${PIPESTATUS[0]}`], { encoding: 'utf8' });
  expect(status).toBe(code);
  expect(stderr).toMatch(code === 1 ? /^call-manager: the output was lost: ENOSPC.*\n$/ : /^$/);
});

test('what is no command is told, with what was probably meant', async () => {
  expect(await problemsOf()).toEqual(['no command is given']);
  expect(await problemsOf('account')).toEqual(['account: what? One of create, list, show']);
  expect(await problemsOf('acount', 'list')).toEqual([
    'acount list: there is no such command; did you mean account list?',
  ]);
  expect(await problemsOf('migrat')).toEqual(['migrat: there is no such command; did you mean migrate?']);
  expect(await problemsOf('frobnicate', 'x')).toEqual(['frobnicate x: there is no such command']);
});

test('everything that is wrong with a command line is told at once', async () => {
  const args = ['--nme', 'x', '--email', 'foo', '--requests-per-minute', '0', 'bar', '--email=b@c.example', '--name'];
  expect(await problemsOf('account', 'create', ...args)).toEqual([
    '--nme: there is no such flag; did you mean --name?',
    '--email: is given twice',
    '--name: needs a value, <text>',
    'x: is one word too many; put quotes around a text with spaces',
    'bar: is one word too many; put quotes around a text with spaces',
    '--requests-per-minute: must be a whole number from 1 to 1000000',
  ]);
  expect(await problemsOf('account', 'create', '--name', '--email', 'a@b.example')).toContain(
    '--name: needs a value, <text>',
  );
  expect(await problemsOf('account', 'create')).toEqual([
    expect.stringMatching(/^--name: is missing/),
    expect.stringMatching(/^--email: is missing/),
  ]);
  expect(await problemsOf('number', 'add')).toEqual([
    expect.stringMatching(/^<number>: is missing/),
    expect.stringMatching(/^--account: is missing/),
  ]);
  expect(await problemsOf('migrate', '--json=yes')).toEqual(['--json: takes no value']);
});

test('with --json problems are told to machines', async () => {
  const { code, out, err } = await program.run('account', 'create', '--json');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(JSON.parse(err)).toEqual({
    error: {
      code: 'USAGE',
      problems: [
        expect.stringMatching(/^--name: is missing/),
        expect.stringMatching(/^--email: is missing/),
        'See `npx call-manager account create --help`.',
      ],
    },
  });
});

const WHOLE = (max: number) => `--amount: must be a whole number from 1 to ${max}`;
const grant = (amount: string) => ['credits', 'grant', '--account', 'a', `--amount=${amount}`];
const number = (text: string) => ['number', 'add', text, '--account', 'a'];
const E164 = expect.stringMatching(/^<number>: must be a phone number in E\.164 format/);
test('a test key has no scopes, and the flag takes no value', async () => {
  const create = ['key', 'create', '--account', 'a', '--name', 'k'];
  const scoped = await cliInProcess().run(...create, '--test', '--scope', 'agents:write');
  expect([scoped.code, scoped.err]).toEqual([2, expect.stringContaining('--scope: a test key cannot change agents')]);
  const valued = await cliInProcess().run(...create, '--test=yes');
  expect([valued.code, valued.err]).toEqual([2, expect.stringContaining('--test: takes no value')]);
});

const key = (expires: string) => ['key', 'create', '--account', 'a', '--name', 'k', '--expires', expires];
const agent = (...flags: string[]) => [
  ...['agent', 'create', '--account', 'a', '--name', 'n', '--prompt', 'p', '--first-message', 'm'],
  ...flags,
];

test.each<readonly [string[], unknown]>([
  ...['0', '-1', '2147483648', '1.5', '1e3', '', ' 5', '0x10', '9'.repeat(30)].map(
    (amount) => [grant(amount), WHOLE(2_147_483_647)] as const,
  ),
  ...['14155550100', '+04155550100', '+1 415 555 0100', '+123456', '+1234567890123456', '+1415555010a'].map(
    (text) => [number(text), E164] as const,
  ),
  [key('2020-01-01'), '--expires: must lie in the future'],
  [key('tomorrow'), expect.stringMatching(/^--expires: must be a date/)],
  [key('2199-02-30'), expect.stringMatching(/^--expires: must be a date/)],
  [agent('--language', 'en_US'), expect.stringMatching(/^--language: must be a BCP 47 language tag/)],
  [agent('--max-duration-seconds', '0'), '--max-duration-seconds: must be a whole number from 1 to 14400'],
  [agent('--max-duration-seconds', '14401'), '--max-duration-seconds: must be a whole number from 1 to 14400'],
  [agent('--credits-per-minute', '-1'), '--credits-per-minute: must be a whole number from 0 to 100000'],
  [agent('--from', '12'), expect.stringMatching(/^--from: must be a phone number in E\.164 format/)],
  [agent('--voice', ' '), '--voice: must not be empty'],
  [agent('--voice', 'a\nb'), '--voice: must be one line'],
  [agent('--voice', 'a\u0007b'), '--voice: must have no control characters'],
  [agent('--voice', 'a'.repeat(101)), '--voice: must have no more than 100 characters'],
  [['account', 'show', ''], '<account>: must not be empty'],
  [
    ['agent', 'list', '--account', 'a', '--status', 'x'],
    '--status: must be one of DRAFT, PENDING, APPROVED, REJECTED, ARCHIVED',
  ],
])('%j is refused before anything is opened', async (args, problem) => {
  expect(await problemsOf(...args)).toEqual([problem]);
});
