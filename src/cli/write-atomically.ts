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
    else await putInPlace(draft, file).catch((error) => Promise.reject(error.code === 'EEXIST' ? refusal : error));
    await syncDirectory(file);
    return disk.bytesWritten;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** What file systems say that lack something: FAT and some of networks have no second names for a file, and sync no directories. */
const LACKING = new Set(['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

function isLacking(error: unknown): boolean {
  return LACKING.has((error as NodeJS.ErrnoException).code ?? '');
}

/** Gives a draft its name if nothing has it. @throws Error of the system, EEXIST when something has */
async function putInPlace(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (!isLacking(error)) throw error;
    await replaceOwnPlaceholder(draft, file);
  }
}

/** An empty file, which only one can create, takes the name and gives it up to the draft. Killed in between, we leave it empty. */
async function replaceOwnPlaceholder(draft: string, file: string): Promise<void> {
  const placeholder = await open(file, 'wx', 0o600);
  await placeholder.close();
  try {
    await rename(draft, file);
  } catch (error) {
    await unlink(file);
    throw error;
  }
}

/** A name is on disk when its directory is. */
async function syncDirectory(file: string): Promise<void> {
  const directory = await open(path.dirname(file), 'r');
  try {
    await directory.sync();
  } catch (error) {
    if (!isLacking(error)) throw error;
  } finally {
    await directory.close();
  }
}
