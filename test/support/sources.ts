import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../../src');

/** A source file below src. */
export interface Source {
  /** Path below src, with slashes. */
  name: string;
  text: string;
  /** What it imports: files of ours by their path below src without extension, packages by name. */
  imports: string[];
}

/** Reads every TypeScript file below src that a person wrote. */
export function readSources(): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.generated.'))
    .map((name) => source(name, readFileSync(path.join(root, name), 'utf8')));
}

export function source(name: string, text: string): Source {
  const specifiers = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*)'([^']+)'/g);
  return { name, text, imports: [...specifiers].map(([, specifier = '']) => resolve(name, specifier)) };
}

function resolve(importer: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return path.posix.join(path.posix.dirname(importer), specifier);
}
