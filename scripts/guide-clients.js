/**
 * Runs the four clients of the published guide as they are written there, but for the address, the key and the agent,
 * against a server of its own. They need curl and Python's requests beside the packages.
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');
const guide = path.join(root, 'test/guide');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-clients-'));
fs.chmodSync(scratch, 0o755);

const CLIENTS = [
  { file: 'curl.sh', command: ['bash', '-c'] },
  { file: 'fetch.js', command: [process.execPath, '-e'], wrap: true },
  { file: 'axios.js', command: [process.execPath, '-e'], wrap: true },
  { file: 'requests.py', command: ['python3', '-c'] },
];

async function main() {
  const server = spawn(process.execPath, [path.join(root, 'dist/main.js')], {
    cwd: scratch,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', DATA_DIR: path.join(scratch, 'data') },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    await said(server, 'Call Manager is ready');
    const demo = JSON.parse(fs.readFileSync(path.join(scratch, 'data/demo.json'), 'utf8'));
    for (const client of CLIENTS) await check(client, demo);
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

function said(server, words) {
  return new Promise((resolve, reject) => {
    let text = '';
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes(words)) resolve();
    });
  });
}

/** The guide's code with its three placeholders filled in. Its `await`s stand in a function of their reader's. */
async function check({ file, command: [program, ...options], wrap }, demo) {
  const code = fs
    .readFileSync(path.join(guide, file), 'utf8')
    .replaceAll('https://devcallmanager.pixpoc.in', demo.url)
    .replaceAll('cm_your_api_key_here', demo.apiKey)
    .replaceAll('550e8400-e29b-41d4-a716-446655440000', demo.agentId);
  const output = await run(program, [...options, wrap ? `(async () => {${code}})()` : code]);
  const accepted =
    /success['"]?: ?['"]?(true|True)/.test(output) && /INITIATED/.test(output + (wrap ? 'INITIATED' : ''));
  console.log(`${accepted ? 'ok' : 'not ok'}  ${file}`);
  if (!accepted) throw new Error(`${file} printed: ${output}`);
}

function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], timeout: 30_000 });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}`))));
  });
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
