/** Packages that have ES modules only, which jest does not load on Node 20. */
const ES_MODULES = 'request-filtering-agent';

/** A watcher loads everything anew, because it may have been changed. */
const watches = process.argv.some((argument) => argument.startsWith('--watch'));
const kept = {
  testEnvironment: '<rootDir>/test/support/jest/environment.js',
  runtime: '<rootDir>/test/support/jest/runtime.js',
};

/** @type {import('jest').Config} */
module.exports = {
  ...(watches ? { testEnvironment: 'node' } : kept),
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
    [`/node_modules/(${ES_MODULES})/.+\\.js$`]: [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES})/)`],
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/loopback-only.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 60_000,
  // Much of the time is spent waiting for calls.
  maxWorkers: 5,
};
