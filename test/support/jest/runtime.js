const { default: Runtime } = require('jest-runtime');

/** Forgets with a test file only that and jest's own modules, which hold its state. */
class KeptRuntime extends Runtime {
  teardown() {
    this.restoreAllMocks();
    this.registries.getInternalCjsRegistry().clear();
    const modules = this.registries.getActiveCjsRegistry();
    for (const path of modules.keys()) if (path.endsWith('.test.ts')) modules.delete(path);
  }
}

let kept;

/**
 * Loads packages, our sources and the harness once a worker, as a server does once in its life. Jest by itself loads them
 * anew for every test file, two thousand modules each time, which took longer than the tests.
 */
module.exports = function runtime(...args) {
  kept ??= new KeptRuntime(...args);
  kept.enterTestCode();
  return kept;
};
