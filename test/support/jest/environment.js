const { default: NodeEnvironment } = require('jest-environment-node');

/** `jest.setTimeout` leaves its time here. */
const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/** Ends with a test file only what that may have set. */
class KeptEnvironment extends NodeEnvironment {
  async teardown() {
    this.fakeTimersModern.useRealTimers();
    delete this.global[TIMEOUT];
  }
}

let kept;

/** The globals of all test files that a worker runs, one after the other: what `runtime.js` keeps belongs to them. */
module.exports = function environment(...args) {
  kept ??= new KeptEnvironment(...args);
  return kept;
};
