import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { lookAt } from './directories';
import { DatabaseInUseError, errorCode, fileError, USE_ANOTHER_SERVER } from './errors';
import { isFromElsewhere, processStart } from './processes';
import { answers, socketIn } from './socket';

/** The right to use a home, held by one process at a time. */
export interface Ownership {
  release(): Promise<void>;
}

const NAME = /^owner\.(\d+)(\.free)?$/;

/** A process that is just stopping gets this long to let go. */
const PATIENCE_MS = 2_000;

/** A process that we cannot see is taken to be starting for this long. */
const STARTING_MS = 10_000;

/**
 * Takes a home for this process, or fails naming the process that has it.
 *
 * Node.js has no file locks that the system releases when their holder dies, so ownership is a row of numbered files of
 * which the highest counts. A new owner creates the next number, which only one can do, after it has found the highest
 * to be let go (`.free`) or its process to be dead. A number is never used again because the highest file is never
 * deleted; so whoever was slow and created an old number sees a higher one when it looks again, and steps back.
 */
export async function takeOwnership(home: string): Promise<Ownership> {
  const giveUp = Date.now() + PATIENCE_MS;
  try {
    await removeDrafts(home);
    for (;;) {
      const top = await highest(home);
      const owner = top && !top.free ? await findOwner(home, top.name) : undefined;
      if (owner === undefined) {
        const taken = await take(home, (top?.number ?? 0) + 1);
        if (taken) return taken;
      } else if (owner.certain && Date.now() > giveUp) {
        throw new DatabaseInUseError(
          `the database in ${home} is in use by process ${owner.name}; stop that process, set another DATA_DIR, or ` +
            USE_ANOTHER_SERVER,
        );
      }
      await delay(50);
    }
  } catch (error) {
    throw fileError(`take possession of ${home}`, error);
  }
}

interface Entry {
  readonly name: string;
  readonly number: number;
  readonly free: boolean;
}

async function entries(home: string): Promise<Entry[]> {
  return (await readdir(home)).flatMap((name) => {
    const match = NAME.exec(name);
    return match ? [{ name, number: Number(match[1]), free: match[2] !== undefined }] : [];
  });
}

async function highest(home: string): Promise<Entry | undefined> {
  // Where a number exists both ways, the one in use counts: its creator is about to step back.
  return (await entries(home)).sort((a, b) => b.number - a.number || Number(a.free) - Number(b.free))[0];
}

/** The live process that a file stands for; not `certain` where only time can tell whether it lives. */
async function findOwner(home: string, file: string): Promise<{ name: string; certain: boolean } | undefined> {
  const path = `${home}/${file}`;
  const [pid, start] = (await readFile(path, 'utf8').catch(ignoreMissing)).trim().split(' ').map(decodeURIComponent);
  if (pid === undefined || start === undefined) return undefined;
  if (await isFromElsewhere(start)) {
    const name = `${pid} of another container`;
    if (await answers(socketIn(home))) return { name, certain: true };
    const age = Date.now() - ((await lookAt(path))?.mtimeMs ?? 0);
    return age < STARTING_MS ? { name, certain: false } : undefined;
  }
  if ((await processStart(Number(pid))) !== start) return undefined;
  return { name: Number(pid) === process.pid ? `${pid} (this one)` : pid, certain: true };
}

async function take(home: string, number: number): Promise<Ownership | undefined> {
  const mine = `owner.${number}`;
  // Written first and linked then: the file is complete from the moment it has its name.
  const draft = `${home}/owner-draft.${process.pid}.${randomBytes(6).toString('hex')}`;
  const started = encodeURIComponent((await processStart(process.pid)) ?? 'unknown');
  try {
    await writeFile(draft, `${process.pid} ${started}\n`, { flag: 'wx', mode: 0o644 });
    await link(draft, `${home}/${mine}`);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  const others = (await entries(home)).filter((entry) => entry.name !== mine);
  if (others.some((entry) => entry.number >= number)) {
    // The holder of a higher number may have cleared it away already.
    await unlink(`${home}/${mine}`).catch(ignoreMissing);
    return undefined;
  }
  await Promise.all(others.map((entry) => unlink(`${home}/${entry.name}`).catch(ignoreMissing)));
  return {
    // A rename works on a full disk too. When the directory has been deleted there is nothing left to release.
    release: () => rename(`${home}/${mine}`, `${home}/${mine}.free`).catch(() => undefined),
  };
}

/** Removes the drafts of processes that were killed while they were at it. */
async function removeDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = /^owner-draft\.(\d+)\./.exec(name)?.[1];
    if (pid && !(await processStart(Number(pid)))) await unlink(`${home}/${name}`).catch(ignoreMissing);
  }
}

function ignoreMissing(error: unknown): string {
  if (errorCode(error) === 'ENOENT') return '';
  throw error;
}
