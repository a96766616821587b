const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

// Lets a child process run our TypeScript as it stands, so that no stale build is tested.
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};
