import { createContext, Script } from 'node:vm';

const context: { work: () => void } = { work: () => undefined };
createContext(context);
const RUN = new Script('work()');

/** How often work is begun that a busy machine keeps from running. */
const ATTEMPTS = 5;

/**
 * Runs work that others' input makes long, such as a pattern that backtracks, and breaks it off after a while; this thread can
 * do so because the engine looks after itself even in the middle of a pattern. What had hardly run when its time was over, since
 * the machine is busy, is begun again and given twice the time; so the work must have no effects. Not to be nested.
 * @param milliseconds of computing
 * @param measurements how often it must have taken too long; code that runs for the first time takes several times as long as later
 * @throws what the work throws; {@link isTakingTooLong} tells when it was broken off
 */
export function bounded<T>(milliseconds: number, work: () => T, measurements = 1): T {
  let measured = 0;
  let time = milliseconds;
  for (let attempt = 1; ; attempt++) {
    const before = process.cpuUsage();
    try {
      return run(time, work);
    } catch (error) {
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1000 > milliseconds / 2) measured += 1;
      else time = 2 * milliseconds;
      if (measured === measurements || attempt === ATTEMPTS || !isTakingTooLong(error)) throw error;
    }
  }
}

function run<T>(milliseconds: number, work: () => T): T {
  const result: { value?: T } = {};
  context.work = () => {
    result.value = work();
  };
  try {
    RUN.runInContext(context, { timeout: milliseconds });
  } finally {
    context.work = () => undefined;
  }
  return result.value as T;
}

/** Whether an error says that work was broken off. */
export function isTakingTooLong(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
