/**
 * Runs the four clients of the published guide as they are written there, but for the address, the key and the agent,
 * against a server of its own. They need curl and Python's requests beside the packages.
 */
const fs = require('node:fs');
const path = require('node:path');
const { root, run, withDemoServer } = require('./demo-server');

const guide = path.join(root, 'test/guide');

const CLIENTS = [
  { file: 'curl.sh', command: ['bash', '-c'] },
  { file: 'fetch.js', command: [process.execPath, '-e'], wrap: true },
  { file: 'axios.js', command: [process.execPath, '-e'], wrap: true },
  { file: 'requests.py', command: ['python3', '-c'] },
];

async function main() {
  await withDemoServer(async (demo) => {
    for (const client of CLIENTS) await check(client, demo);
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

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
