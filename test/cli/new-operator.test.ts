import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { restClient } from '../support/client';
import { createDatabase } from '../support/database';
import { randomPhoneNumber } from '../support/factories';
import { startServerProcess } from '../support/server-process';

const root = path.join(__dirname, '../..');

/** The README's way from an empty PostgreSQL to a call: every command of the section's first block, as it stands there. */
function commandsOfReadme(): string[] {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, section = ''] = readme.split('### With real phones\n');
  const [, block = ''] = section.split('```');
  return block.split('\n').filter((line) => line.startsWith('npx call-manager '));
}

test('a new operator who follows the README comes from an empty database to a call that was made', async () => {
  const database = await createDatabase({ empty: true });
  const commands = commandsOfReadme();
  expect(commands.map((line) => line.split(' ').slice(2, 4).join(' '))).toEqual([
    ...['migrate', 'doctor', 'account create', 'credits grant', 'number add'],
    ...['agent create', 'agent submit', 'agent approve', 'key create'],
  ]);
  // npx finds the program by package.json; that costs time, and this test's commands are many.
  const npx = `set -e\nnpx() { shift; "${process.execPath}" bin/call-manager.js "$@"; }\n`;
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
  const { stdout } = await promisify(execFile)('bash', ['-c', npx + commands.join('\n')], { cwd: root, env });
  const agentId = /Agent Reminder of Acme is created: (\S+)/.exec(stdout)?.[1];
  const key = /cm_[0-9a-f]{64}/.exec(stdout)?.[0] ?? '';

  const server = await startServerProcess(database.url);
  try {
    const client = restClient(server.url, key);
    const placed = await client.post('/calls', { toNumber: randomPhoneNumber(), agentId });
    expect(placed.status).toBe(200);
    const call = await client.untilEnded(placed.body.data.call.id);
    expect(call).toMatchObject({ status: 'COMPLETED', fromNumber: '+14155550100' });
    const { body } = await client.get('/account');
    expect(call.creditsUsed).toBeGreaterThan(0);
    expect(body.data.account.credits).toMatchObject({ balance: 1000 - call.creditsUsed });
  } finally {
    await server.kill();
    await database.drop();
  }
}, 90_000);

test('npx finds the program of this package', () => {
  const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  const program = readFileSync(path.join(root, bin['call-manager'] ?? ''), 'utf8');
  expect(program).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test('a program that is not built says how it is', async () => {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-bin-'));
  mkdirSync(path.join(copy, 'bin'));
  copyFileSync(path.join(root, 'bin/call-manager.js'), path.join(copy, 'bin/call-manager.js'));
  const failure = await promisify(execFile)(process.execPath, [
    path.join(copy, 'bin/call-manager.js'),
    'migrate',
  ]).catch((error: { code: number; stderr: string }) => error);
  rmSync(copy, { recursive: true });
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run build') });
});
