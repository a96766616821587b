import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cliInProcess } from '../support/cli';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-cli-'));
const file = path.join(scratch, 'agent.yaml');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function problemsOf(content: string, ...flags: string[]): Promise<string[]> {
  writeFileSync(file, content);
  const { code, err } = await cliInProcess().run('agent', 'create', '--account', 'a', '--file', file, ...flags);
  expect(code).toBe(2);
  const problems = err.trimEnd().split('\n').slice(0, -1);
  return problems.map((problem) => problem.replace(/^call-manager: /, '').replaceAll(file, 'FILE'));
}

test('every wrong field of a file is named at once, beside those of the flags', async () => {
  const content =
    'name: ""\nlanguage: en_US\nfirstMesage: Hi\nprompt: 5\nmaxDurationSeconds: "60"\nfrom: +14155550100\n';
  expect(await problemsOf(content, '--credits-per-minute', 'x')).toEqual([
    'FILE: name: must not be empty',
    'FILE: prompt: must be a text',
    'FILE: firstMessage: is missing',
    'FILE: language: must be a BCP 47 language tag, such as en-US',
    'FILE: maxDurationSeconds: must be a whole number from 1 to 14400',
    '--credits-per-minute: must be a whole number from 0 to 100000',
    'FILE: from: must be a phone number in E.164 format, such as "+14155550100" (with quotes in a file)',
    'FILE: firstMesage: there is no such field; did you mean firstMessage?',
  ]);
});

test('a flag mends a field of the file', async () => {
  const content = 'name: ""\nprompt: p\nfirstMessage: m\nlanguage: x_y\n';
  expect(await problemsOf(content, '--name', 'Named')).toEqual([expect.stringMatching(/^FILE: language: /)]);
});

test.each([
  ['broken: [1, 2', /^FILE: .+line 1/],
  ['name: a\nname: b', /^FILE: Map keys must be unique/],
  ['- a list', /^FILE: must hold fields and values/],
  ['just a text', /^FILE: must hold fields and values/],
  ['', /^FILE: must hold fields and values/],
  ['a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]', /^FILE: must hold/],
  ['x'.repeat(1_000_001), /^FILE: is too long for an agent/],
])('%.40j is no agent', async (content, problem) => {
  expect(await problemsOf(content)).toEqual([expect.stringMatching(problem)]);
});

test('a file without an end is no agent', async () => {
  const { code, err } = await cliInProcess().run('agent', 'create', '--account', 'a', '--file', '/dev/zero');
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('/dev/zero: is too long for an agent') });
});

test('a field that every object has is named by its file', async () => {
  expect(await problemsOf('name: a\nprompt: p\nfirstMessage: m\nconstructor: x')).toEqual([
    expect.stringMatching(/^FILE: constructor: /),
  ]);
});

test('characters that no phone can say are refused', async () => {
  expect(await problemsOf('name: "a\\0b"\nprompt: "\\ud800"\nfirstMessage: ok')).toEqual([
    'FILE: name: must have no control characters',
    'FILE: prompt: must have no control characters',
  ]);
});

test('a file that cannot be read is told, and nothing is done', async () => {
  const missing = path.join(scratch, 'missing.yaml');
  const { code, out, err } = await cliInProcess().run('agent', 'create', '--account', 'a', '--file', missing);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^call-manager: \S+missing\.yaml: cannot be read: ENOENT.*Check the path\.\n$/);
});
