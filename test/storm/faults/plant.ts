import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Replacement } from './planted-fault';

/** Parts of the build of which a server needs nothing: its pages, its source maps, and other programs. */
const NEEDLESS = /\/(web|bench|storm)(\/|$)|\.map$/;

/** Files with the replacements made, by their names below `dist`. @throws Error when a text is not there exactly once */
export function replaceIn(dist: string, replacements: readonly Replacement[]): Map<string, string> {
  const changed = new Map<string, string>();
  for (const { file, find, put } of replacements) {
    const text = changed.get(file) ?? readFileSync(path.join(dist, file), 'utf8');
    const [before, after, ...more] = text.split(find);
    if (before === undefined || after === undefined || more.length > 0) {
      const times = text.split(find).length - 1;
      throw new Error(`to be replaced, and ${times} times in ${file}: ${find}`);
    }
    changed.set(file, before + put + after);
  }
  return changed;
}

/** Copies the built product, with replacements, to a new folder. @returns the folder, and the server's entry in it */
export function plant(replacements: readonly Replacement[], dist = 'dist'): { folder: string; entry: string } {
  const changed = replaceIn(dist, replacements);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'call-manager-fault-'));
  const copy = path.join(folder, 'dist');
  cpSync(dist, copy, {
    recursive: true,
    filter: (source) => !NEEDLESS.test(`/${path.relative(dist, source)}`),
  });
  for (const [file, text] of changed) writeFileSync(path.join(copy, file), text);
  for (const shared of ['package.json', 'node_modules']) symlinkSync(path.resolve(shared), path.join(folder, shared));
  return { folder, entry: path.join(copy, 'main.js') };
}
