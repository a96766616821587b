/** The built server as a process of its own, simulated all through, with the demo account. */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');

/** Starts it, has `work` done with what `demo.json` says, and ends it, whatever became of the work. */
async function withDemoServer(work) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-server-'));
  // The database of a root user runs as another one.
  fs.chmodSync(scratch, 0o755);
  const server = spawn(process.execPath, [path.join(root, 'dist/main.js')], {
    cwd: scratch,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', DATA_DIR: path.join(scratch, 'data') },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    await said(server, 'Call Manager is ready');
    await work(JSON.parse(fs.readFileSync(path.join(scratch, 'data/demo.json'), 'utf8')));
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

/** Runs a program to its end and gives what it printed. @throws when it fails or takes longer than a minute */
function run(program, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...environment };
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'], timeout: 60_000 });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}: ${output}`)),
    );
  });
}

module.exports = { root, run, withDemoServer };
