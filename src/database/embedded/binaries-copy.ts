import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, normalize, relative } from 'node:path';
import type { BinariesPackage } from './binaries';
import { assertTrusted, lookAt } from './directories';
import { errorCode, fileError } from './errors';
import { ownUid } from './identity';

/** Where copies go: a place that every user can reach, on disk, and where programs may usually be run from. */
const COPIES = '/var/tmp';

/** A draft this old belongs to a process that was killed; copying takes a second. */
const ABANDONED_MS = 10 * 60_000;

/** Makes the links between the package's libraries that npm packages cannot contain. Fails where it may not write. */
export async function linkLibraries({ root }: Pick<BinariesPackage, 'root'>, native: string): Promise<void> {
  for (const { source, target } of await readLinks(root)) {
    const path = join(native, relative('native', target));
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/**
 * Copies the programs to a directory named after their version and us, once, and returns it. An existing copy is used
 * when nobody else can have made it and it is complete: systems clear /var/tmp file by file of what is old.
 */
export async function copyBinaries(found: BinariesPackage, log: (message: string) => void): Promise<string> {
  const native = `${found.root}/native`;
  const copy = `${COPIES}/call-manager-postgres-${found.version}-${process.arch}-${ownUid()}`;
  try {
    const exists = (await lookAt(copy)) !== undefined;
    if (exists) await assertTrusted(copy, ownUid());
    if (exists && (await isComplete(found, native, copy))) return copy;
    log(`copying PostgreSQL's programs to ${copy}, where the database's user can run them`);
    await removeAbandoned(copy);
    const draft = await mkdtemp(`${copy}.draft-`);
    await copyTree(native, draft);
    await linkLibraries(found, draft);
    await publish(draft, copy, exists);
    await assertTrusted(copy, ownUid());
    return copy;
  } catch (error) {
    throw fileError(`copy PostgreSQL's programs to ${copy}`, error);
  }
}

async function publish(draft: string, copy: string, replace: boolean): Promise<void> {
  try {
    // The name of a draft, so that it is cleared away should we be killed before we do it.
    const outdated = `${draft}-outdated`;
    if (replace) await rename(copy, outdated);
    await rename(draft, copy);
    await rm(outdated, { recursive: true, force: true });
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster; its copy is as good as ours.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST' && errorCode(error) !== 'ENOENT') throw error;
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await copyTree(source, target);
    } else if (isWanted(entry)) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644);
    }
  }
}

/** Links are made anew, and archives for linking other programs are of no use here. */
function isWanted(entry: { name: string; isFile(): boolean }): boolean {
  return entry.isFile() && !entry.name.endsWith('.a');
}

async function isComplete(found: BinariesPackage, native: string, copy: string): Promise<boolean> {
  const files = (await readdir(native, { withFileTypes: true, recursive: true }))
    .filter(isWanted)
    .map((entry) => join(relative(native, entry.parentPath), entry.name));
  const links = (await readLinks(found.root)).map(({ target }) => relative('native', target));
  try {
    for (const file of files) {
      const [original, copied] = await Promise.all([lstat(join(native, file)), lstat(join(copy, file))]);
      if (original.size !== copied.size) return false;
    }
    for (const link of links) await lstat(join(copy, link));
    return true;
  } catch {
    return false;
  }
}

async function readLinks(root: string): Promise<{ source: string; target: string }[]> {
  const path = `${root}/native/pg-symlinks.json`;
  const text = await readFile(path, 'utf8').catch((error) => {
    if (errorCode(error) === 'ENOENT') return '[]';
    throw error;
  });
  const links = JSON.parse(text) as { source: string; target: string }[];
  return links.filter(({ target }) => normalize(target).startsWith('native/'));
}

async function removeAbandoned(copy: string): Promise<void> {
  for (const name of await readdir(COPIES)) {
    if (!name.startsWith(`${basename(copy)}.draft-`)) continue;
    const path = join(COPIES, name);
    const found = await lookAt(path);
    const abandoned = found?.isDirectory() && found.uid === ownUid() && Date.now() - found.mtimeMs > ABANDONED_MS;
    if (abandoned) await rm(path, { recursive: true, force: true });
  }
}
