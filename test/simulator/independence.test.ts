import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';

const FOLDER = resolve(__dirname, '../../src/simulator');
const ALLOWED = [
  'koa',
  '@koa/router',
  'raw-body',
  'fast-xml-parser',
  'ws',
  ...builtinModules.map((name) => `node:${name}`),
];

/** Every module a file imports. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(FOLDER, file), 'utf8');
  return [...source.matchAll(/(?:\bfrom|\bimport|\brequire\()\s*'([\w@./:-]+)'/g)].map(([, name]) => name ?? '');
}

describe('the simulator', () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

  it('shares no code with what it is to prove: nothing of ours, and nothing of Twilio', () => {
    expect(files).toContain('index.ts');
    for (const file of files) {
      for (const name of importsOf(file)) {
        const inside = name.startsWith('.') && !relative(FOLDER, resolve(FOLDER, file, '..', name)).startsWith('..');
        expect({ file, name, allowed: inside || ALLOWED.includes(name) }).toEqual({ file, name, allowed: true });
      }
    }
  });
});
