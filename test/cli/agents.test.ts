import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Cli, cliInProcess } from '../support/cli';
import { createDatabase } from '../support/database';
import { randomPhoneNumber } from '../support/factories';

jest.setTimeout(30_000);

const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-cli-'));
const file = path.join(scratch, 'agent.yaml');
let database: Awaited<ReturnType<typeof createDatabase>>;
let program: Cli;
beforeAll(async () => {
  database = await createDatabase();
  program = cliInProcess({ DATABASE_URL: database.url });
  await program.json('account', 'create', '--name', 'acme', '--email', 'ops@acme.example');
  await program.json('number', 'add', randomPhoneNumber(), '--account', 'acme');
});
afterAll(async () => {
  await database.drop();
  rmSync(scratch, { recursive: true, force: true });
});

const AGENT = `
name: NAME
prompt: Confirm the visit to {{company}}.
firstMessage: Hello {{name}}.
settings:
  goal: The person comes.
  voicemail: { policy: LEAVE_MESSAGE, message: "Hello {{name}}, call back." }
  tools:
    - name: book
      description: Books a visit.
      url: https://example.com/book
      secretHeaders: { Authorization: Bearer hush-hush }
`;

/** Creates an agent from the file above. */
async function create(name: string): Promise<string[]> {
  writeFileSync(file, AGENT.replace('NAME', name));
  await program.json('agent', 'create', '--account', 'acme', '--file', file);
  return [name, '--account', 'acme'];
}

test('the settings of a file are kept and shown, secret headers by their names only', async () => {
  const about = await create('kept');
  const shown = await program.json<object>('agent', 'show', ...about);
  expect(shown).toMatchObject({
    version: 1,
    variables: ['company', 'name'],
    settings: {
      goal: 'The person comes.',
      voicemail: { policy: 'LEAVE_MESSAGE', message: 'Hello {{name}}, call back.' },
      silence: { afterSeconds: 8 },
      tools: [{ name: 'book', secretHeaderNames: ['Authorization'] }],
    },
    proposal: { version: 1, status: 'DRAFT' },
  });
  const told = [
    JSON.stringify(shown),
    (await program.run('agent', 'show', ...about)).out,
    (await program.run('agent', 'list', '--account', 'acme', '--json')).out,
  ];
  for (const text of told) expect(text).not.toContain('hush');
  expect(told[1]).toMatch(/^variables +company, name$/m);
  expect(told[1]).toMatch(/^ +policy: LEAVE_MESSAGE$/m);
});

test('the examples of the README and of the help are agents', async () => {
  const [, inReadme] = /```yaml\n(name: Reminder\n[^`]+)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const { out } = await program.run('agent', 'create', '--help');
  const [inHelp] = /^ {2}name: [\s\S]+?\n\n/m.exec(out) ?? [];
  await program.json('number', 'add', '+14155550100', '--account', 'acme');
  for (const [name, example] of [
    ['readme', inReadme],
    ['help', inHelp],
  ]) {
    writeFileSync(file, example ?? '');
    const args = ['--account', 'acme', '--file', file, '--name', `of the ${name}`];
    expect(await program.run('agent', 'create', ...args)).toMatchObject({ code: 0, err: '' });
  }
  expect(await program.json('agent', 'show', 'of the readme', '--account', 'acme')).toMatchObject({
    variables: ['company', 'name'],
    settings: { variables: { missing: 'REFUSE' } },
  });
});

test('an approved agent is updated by a new version, which is rejected with a reason and then approved', async () => {
  const about = await create('updated');
  for (const step of ['submit', 'approve']) await program.json('agent', step, ...about);
  writeFileSync(file, 'settings:\n  goal: The person calls back.\n');
  const updated = await program.run('agent', 'update', ...about, '--file', file, '--first-message', 'Good day.');
  expect(updated).toMatchObject({ code: 0, err: '' });
  expect(updated.out).toMatch(
    /^Agent updated is changed\. Version 2 is a draft\. To submit it:\n {2}npx call-manager agent submit /,
  );
  expect(await program.json('agent', 'show', ...about)).toMatchObject({
    status: 'APPROVED',
    version: 1,
    firstMessage: 'Hello {{name}}.',
    proposal: { version: 2, status: 'DRAFT', firstMessage: 'Good day.', settings: { goal: 'The person calls back.' } },
  });
  await program.json('agent', 'submit', ...about);
  expect(await program.json('agent', 'reject', ...about, '--reason', 'Say who calls.')).toMatchObject({
    status: 'APPROVED',
    reason: 'Say who calls.',
  });
  expect((await program.run('agent', 'show', ...about)).out).toMatch(
    /^proposal +version 2 is REJECTED\nrejected because +Say who calls\.$/m,
  );
  for (const step of ['submit', 'approve']) await program.json('agent', step, ...about);
  expect(await program.json('agent', 'show', ...about)).toMatchObject({
    version: 2,
    firstMessage: 'Good day.',
    settings: { tools: [{ secretHeaderNames: ['Authorization'] }] },
    proposal: null,
  });
});

test('the name changes at once, and the same file again changes nothing', async () => {
  const about = await create('renamed');
  expect((await program.run('agent', 'update', ...about, '--file', file)).out).toMatch(/^Agent renamed is changed/);
  expect(await program.json('agent', 'update', ...about, '--name', 'new name')).toMatchObject({
    name: 'new name',
    version: 1,
  });
});

test('an archived agent is changed by nothing any more', async () => {
  const about = await create('archived');
  expect(await program.run('agent', 'archive', ...about)).toEqual({
    code: 0,
    out: 'Agent archived is archived.\n',
    err: '',
  });
  for (const args of [
    ['archive', ...about],
    ['submit', ...about],
    ['update', ...about, '--name', 'x'],
  ]) {
    expect(await program.run('agent', ...args)).toMatchObject({
      code: 1,
      err: 'call-manager: The agent is ARCHIVED: nothing changes it any more.\n',
    });
  }
});

test('everything that is wrong in a file is told by its place, for a new agent and for an update', async () => {
  writeFileSync(
    file,
    `firstMessage: "{{ name"\nsettings:\n  temprature: 1\n  temperature: warm\n  silence: { afterSeconds: 1 }\n` +
      `  tools:\n    - { name: end_call, description: d, url: "ftp://example.com", header: x }\n`,
  );
  const settings = [
    'FILE: firstMessage: line 1, column 1: output "{{ name" not closed',
    'FILE: settings.temperature: must be a number',
    'FILE: settings.silence.afterSeconds: must be a whole number from 2 to 120',
    'FILE: settings.tools.0.url: must be an http or https URL',
    'FILE: settings.tools.0.header: there is no such field',
    'FILE: settings.temprature: there is no such field',
  ];
  const problemsOf = async (...args: string[]) => {
    const { code, err } = await program.run('agent', ...args, '--account', 'acme', '--file', file);
    expect(code).toBe(2);
    const lines = err.trimEnd().split('\n').slice(0, -1);
    return lines.map((line) => line.replace(/^call-manager: /, '').replaceAll(file, 'FILE'));
  };
  expect(await problemsOf('update', 'whatever')).toEqual(settings);
  expect(await problemsOf('create')).toEqual(['FILE: name: is missing', 'FILE: prompt: is missing', ...settings]);
});

test('an update without a change is refused, and so are headers that would go elsewhere', async () => {
  const about = await create('strict');
  expect((await program.run('agent', 'update', ...about)).err).toContain('nothing is to change');
  writeFileSync(file, 'settings:\n  tools:\n    - { name: book, description: d, url: "https://elsewhere.example/" }\n');
  expect(await program.run('agent', 'update', ...about, '--file', file)).toMatchObject({
    code: 1,
    err: expect.stringContaining('settings.tools.0.secretHeaders: must be given again'),
  });
});

test('a key has the scopes that it is made with', async () => {
  const make = (scope: string) => program.run('key', 'create', '--account', 'acme', '--name', 'k', '--scope', scope);
  expect((await make('agents:write, agents:approve')).code).toBe(0);
  expect(await program.json('key', 'list', '--account', 'acme')).toMatchObject([
    { scopes: ['agents:write', 'agents:approve'] },
  ]);
  expect(await make('agents:wirte')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--scope: must be of agents:write, agents:approve, separated by commas'),
  });
});
