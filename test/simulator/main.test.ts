import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { until } from './support/until';

const MAIN = resolve(__dirname, '../../src/simulator/main.ts');
const HOOK = resolve(__dirname, 'support/typescript-hook.cjs');
const ORPHANED_PARENT = resolve(__dirname, 'support/orphaned-parent.cjs');

describe("the simulator's process", () => {
  const children: ChildProcess[] = [];
  const { SIMULATOR_PORT, SIMULATOR_SPEED, ...environment } = process.env;

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const collect = (child: ChildProcess): { out: string; err: string } => {
    const output = { out: '', err: '' };
    child.stdout?.on('data', (chunk) => (output.out += chunk));
    child.stderr?.on('data', (chunk) => (output.err += chunk));
    children.push(child);
    return output;
  };
  const startForked = async (env: Record<string, string> = {}) => {
    const child = fork(MAIN, { execArgv: ['--require', HOOK], env: { ...environment, ...env }, silent: true });
    const output = collect(child);
    const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
    return { child, output, message };
  };
  const startAlone = (env: Record<string, string>) => {
    const child = spawn(process.execPath, ['--require', HOOK, MAIN], { env: { ...environment, ...env } });
    return { child, output: collect(child) };
  };
  const health = (url: string): Promise<number | undefined> =>
    fetch(`${url}/simulator/health`).then(
      ({ status }) => status,
      () => undefined,
    );

  it('tells its parent where it listens, on a free port', async () => {
    const [first, second] = await Promise.all([startForked(), startForked()]);
    expect(first.message).toEqual({ type: 'listening', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect(second.message.url).not.toBe(first.message.url);
    expect(await health(first.message.url)).toBe(200);
  });

  it('leaves Ctrl-C to its parent', async () => {
    const { child, message } = await startForked();
    child.kill('SIGINT');
    expect(await health(message.url)).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(child.exitCode).toBeNull();
    expect(await health(message.url)).toBe(200);
  });

  it('ends when its parent lets go of it', async () => {
    const { child } = await startForked();
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when its parent is killed', async () => {
    const parent = spawn(process.execPath, [ORPHANED_PARENT, MAIN, HOOK], { env: environment });
    const output = collect(parent);
    const { url } = await until(() => (output.out.includes('\n') ? JSON.parse(output.out) : undefined), 'its URL');
    expect(await health(url)).toBe(200);
    parent.kill('SIGKILL');
    await until(async () => ((await health(url)) === undefined ? true : undefined), 'the orphan to end');
  });

  it('ends with code 0 on SIGTERM, with calls going on', async () => {
    const { child, message } = await startForked({ SIMULATOR_SPEED: '1' });
    const sid = `AC${'a'.repeat(32)}`;
    const created = await fetch(`${message.url}/2010-04-01/Accounts/${sid}/Calls.json`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${sid}:token`)}` },
      body: new URLSearchParams({ To: '+15005550011', From: '+15550100001', Twiml: '<Response/>' }),
    });
    expect(created.status).toBe(201);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says, alone, where it is and how to use it, and ends on Ctrl-C', async () => {
    const { child, output } = startAlone({ SIMULATOR_PORT: '0', SIMULATOR_SPEED: '50' });
    const line = await until(() => (output.out.includes('\n') ? output.out : undefined), 'its line');
    const url = /SIMULATOR_URL=(\S+)/.exec(line)?.[1] ?? '';
    expect(await health(url)).toBe(200);
    expect(line).toContain('50 times');
    expect(line.trim().split('\n')).toHaveLength(1);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(output.err).toBe('');
  });

  it('says in one line that its port is in use', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const address = occupant.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { child, output } = startAlone({ SIMULATOR_PORT: port });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(output.err).toMatch(new RegExp(`^The simulated carrier cannot start: .*${port}.*SIMULATOR_PORT\\.\n$`));
    occupant.close();
  });

  it('says in one line that its speed is of no use', async () => {
    const { child, output } = startAlone({ SIMULATOR_SPEED: 'fast' });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(output.err).toMatch(/^The simulated carrier cannot start: SIMULATOR_SPEED .*\n$/);
  });
});
