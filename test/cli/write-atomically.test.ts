import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeAtomically } from '../../src/cli/write-atomically';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'call-manager-test-write-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

async function* content(text: string) {
  yield text;
}
const target = () => path.join(directory, 'file');
const write = (text: string) => writeAtomically(target(), false, content(text));
const written = () => gunzipSync(readFileSync(target())).toString();

/** Says what a file system says that has no hard links; tests have no such file system at hand. */
const withoutLinks = (code: string, before: () => void = () => undefined) =>
  jest.spyOn(files, 'link').mockImplementation(async () => {
    before();
    throw Object.assign(new Error(`${code}: link`), { code });
  });

test.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])(
  'a file appears where links are refused with %s',
  async (code) => {
    withoutLinks(code);
    const bytes = await write('all of it');
    expect(written()).toBe('all of it');
    expect([statSync(target()).size, statSync(target()).mode & 0o777]).toEqual([bytes, 0o600]);
    expect(readdirSync(directory)).toEqual(['file']);
  },
);

test('where links are refused, a file that came meanwhile is kept all the same', async () => {
  withoutLinks('EPERM', () => writeFileSync(target(), 'mine'));
  await expect(write('theirs')).rejects.toThrow('is there already');
  expect(readFileSync(target(), 'utf8')).toBe('mine');
  expect(readdirSync(directory)).toEqual(['file']);
});

test.each([true, false])('of several that write at once one does, with links: %s', async (links) => {
  if (!links) withoutLinks('EPERM');
  const texts = ['a', 'b', 'c', 'd'];
  const results = await Promise.allSettled(texts.map(write));
  const winners = texts.filter((_, index) => results[index]?.status === 'fulfilled');
  expect(winners).toEqual([written()]);
  expect(readdirSync(directory)).toEqual(['file']);
});

test('a failure to put the file in place leaves nothing behind', async () => {
  withoutLinks('EPERM');
  jest.spyOn(files, 'rename').mockRejectedValue(Object.assign(new Error('EIO: rename'), { code: 'EIO' }));
  await expect(write('lost')).rejects.toThrow('EIO');
  expect(readdirSync(directory)).toEqual([]);
});

test('a directory that cannot be synced is no failure', async () => {
  const handle = await files.open(directory);
  jest
    .spyOn(Object.getPrototypeOf(handle), 'sync')
    .mockRejectedValue(Object.assign(new Error('EINVAL'), { code: 'EINVAL' }));
  await handle.close();
  await write('all of it');
  expect(written()).toBe('all of it');
});

test('another failure to link is told as it is', async () => {
  withoutLinks('EACCES');
  await expect(write('lost')).rejects.toThrow('EACCES');
  expect(readdirSync(directory)).toEqual([]);
});
