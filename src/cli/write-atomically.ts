import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/**
 * Writes a gzipped file, for nobody else to read, that appears when it is complete and on disk, or not at all.
 * @param force whether a file of that name is replaced
 * @returns its size in bytes
 * @throws Error when there is one and it is not to be replaced
 */
export async function writeAtomically(
  file: string,
  force: boolean,
  content: AsyncIterable<string | Buffer>,
): Promise<number> {
  const refusal = new Error(`${file} is there already. Name another file, or replace it with --force.`);
  if (!force && existsSync(file)) throw refusal;
  // Not by the process' id: in a container that is the same each time, and one that was killed leaves its draft.
  const draft = `${file}.${randomUUID()}.partial`;
  try {
    const disk = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(content, createGzip(), disk);
    if (force) await rename(draft, file);
    else await link(draft, file).catch((error) => Promise.reject(error.code === 'EEXIST' ? refusal : error));
    await syncDirectory(file);
    return disk.bytesWritten;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** A name is on disk when its directory is. */
async function syncDirectory(file: string): Promise<void> {
  const directory = await open(path.dirname(file), 'r');
  await directory.sync().finally(() => directory.close());
}
