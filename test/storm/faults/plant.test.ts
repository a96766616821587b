import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HASTE } from './conditions';
import { replaceIn } from './plant';
import { PLANTED_FAULTS } from './planted-faults';

test.each(PLANTED_FAULTS.map((fault) => [fault.name, fault] as const))('%s fits the build', (_, { replacements }) => {
  expect(replaceIn('dist', [...HASTE, ...replacements]).size).toBeGreaterThan(1);
});

describe('a text that is to be replaced', () => {
  let dist = '';
  beforeAll(() => {
    dist = mkdtempSync(path.join(os.tmpdir(), 'call-manager-plant-'));
    writeFileSync(path.join(dist, 'a.js'), 'one two two');
  });
  afterAll(() => rmSync(dist, { recursive: true }));

  test('is', () => {
    expect(
      replaceIn(dist, [
        { file: 'a.js', find: 'one', put: 'three' },
        { file: 'a.js', find: 'three two', put: 'two' },
      ]).get('a.js'),
    ).toBe('two two');
  });

  test.each([
    ['two', 2],
    ['four', 0],
  ])('is there once: %s', (find, times) => {
    expect(() => replaceIn(dist, [{ file: 'a.js', find, put: '' }])).toThrow(`${times} times in a.js: ${find}`);
  });
});
