import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseConfig } from '../config';
import { DemoClient } from './client';
import { followTalk } from './follow-talk';
import { type Demo, readDemo } from './seed';

const START_SECONDS = 60;

/** Places one call by REST and one by GraphQL and shows what happens to them. Starts a server if none runs. */
async function main(): Promise<void> {
  const { dataDir } = parseConfig(process.env);
  const running = await findServer(dataDir);
  const server = running ? null : startServer();
  try {
    await show(running ?? (await awaitServer(dataDir, server)));
  } finally {
    await stopServer(server);
  }
}

async function show(demo: Demo): Promise<void> {
  const client = new DemoClient(demo);
  const before = await client.credits();
  process.stdout.write(`\n  Two calls through ${demo.url}\n\n`);
  const { stdout } = process;
  await followTalk(client, await client.callByRest('+14155550103', 'Ada'), 'By REST: POST /api/v1/calls', stdout);
  await followTalk(client, await client.callByGraphql('+14155550104', 'Grace'), 'By GraphQL: initiateCall', stdout);
  const after = await client.credits();
  process.stdout.write(
    `  Credits: ${before.available} available before, ${after.available} now; ${before.balance - after.balance} charged, ` +
      `${after.reserved} held.\n\n`,
  );
}

async function findServer(dataDir: string): Promise<Demo | null> {
  const demo = readDemo(dataDir);
  return demo && (await isReady(demo)) ? demo : null;
}

async function isReady(demo: Demo): Promise<boolean> {
  return fetch(`${demo.url}/readyz`)
    .then((response) => response.ok)
    .catch(() => false);
}

/** A server of our own. It is in a process group of its own, so that we decide when Ctrl-C ends it. */
function startServer(): ChildProcess {
  process.stdout.write('\n  No server is running; starting one …\n');
  const server = spawn(process.execPath, ['--enable-source-maps', path.join(__dirname, '../main.js')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
    env: { LOG_LEVEL: 'silent', ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopServer(server).then(() => process.exit(130)));
  }
  return server;
}

async function awaitServer(dataDir: string, server: ChildProcess | null): Promise<Demo> {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline) {
    if (server && server.exitCode !== null) throw new Error('The server did not start.');
    const demo = await findServer(dataDir);
    if (demo) return demo;
    await sleep(100);
  }
  throw new Error(`No server was ready after ${START_SECONDS} s.`);
}

let stopping: Promise<unknown> | undefined;

/** Ends our server, once: a second signal would end it at once and leave its database behind. */
async function stopServer(server: ChildProcess | null): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  if (!stopping) {
    stopping = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
  }
  await stopping;
}

main().catch((error: unknown) => {
  process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n\n`);
  process.exit(1);
});
