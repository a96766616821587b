#!/usr/bin/env node
const { existsSync } = require('node:fs');
const path = require('node:path');

const program = path.join(__dirname, '../dist/cli/main.js');
if (existsSync(program)) {
  require(program);
} else {
  process.stderr.write('call-manager: the program is not built yet. Run `npm run build` first.\n');
  process.exitCode = 1;
}
