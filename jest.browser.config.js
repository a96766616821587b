/** The tests that open a browser: `npm run test:browser`. They need Debian's chromium, or one that `CHROMIUM` names. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/browser/**/*.browser.ts'],
  testTimeout: 60_000,
  // A browser takes a core while it does something, which is half of the time.
  maxWorkers: 2,
};
