import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A DATA_DIR of a test's own that the embedded database's user may enter, whoever that is. */
export function openDataDir(mode = 0o755): string {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-data-'));
  chmodSync(dataDir, mode);
  return dataDir;
}

/** Removes a DATA_DIR with all that came of it: root keeps the database elsewhere when others may not enter the directory. */
export function removeDataDir(dataDir: string): void {
  const hash = createHash('sha256')
    .update(path.join(realpathSync(os.tmpdir()), path.basename(dataDir)))
    .digest('hex');
  const elsewhere = ['/var/lib', '/var/tmp'].map((parent) => `${parent}/call-manager-${hash.slice(0, 16)}`);
  for (const directory of [dataDir, ...elsewhere]) rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
}
