/**
 * Runs every client of `examples/` as its first lines say, against a server of its own, and looks at what it prints: the call as
 * it happens, and its end. They need curl and Python's requests beside the packages.
 */
const fs = require('node:fs');
const path = require('node:path');
const { build } = require('esbuild');
const { root, run, withDemoServer } = require('./demo-server');

const examples = path.join(root, 'examples');
const bundled = path.join(examples, 'typescript-urql/place-a-call.bundled.mjs');

const CLIENTS = [
  { of: 'curl', command: ['bash', path.join(examples, 'curl/place-a-call.sh')] },
  { of: 'python', command: ['python3', path.join(examples, 'python/place_a_call.py')] },
  { of: 'fetch', command: [process.execPath, path.join(examples, 'fetch/place-a-call.mjs')] },
  { of: 'typescript-urql', command: [process.execPath, bundled], prepare: bundle },
];

/** What has to be printed, in this order. */
const STORY = /^(INITIATED|RINGING|ANSWERED)\n[\s\S]*\bAda\b[\s\S]*COMPLETED[\s\S]*AGENT_ENDED[\s\S]*\nSummary: \w/;

async function main() {
  await withDemoServer(async ({ url, apiKey, agentId }) => {
    for (const { of, command, prepare } of CLIENTS) {
      await prepare?.();
      const [program, ...args] = command;
      const output = await run(program, args, { CALL_MANAGER_URL: url, CALL_MANAGER_KEY: apiKey, AGENT_ID: agentId });
      const complete = STORY.test(output);
      console.log(`${complete ? 'ok' : 'not ok'}  ${of}`);
      if (!complete) throw new Error(`examples/${of} printed:\n${output}`);
    }
  });
}

/** What `npx tsx` or Node 24 do by themselves. */
async function bundle() {
  const entry = path.join(examples, 'typescript-urql/place-a-call.ts');
  await build({
    entryPoints: [entry],
    outfile: bundled,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
}

main()
  .catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => fs.rmSync(bundled, { force: true }));
