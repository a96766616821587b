import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Work that is done again and again. */
export interface Repetition {
  /** Tells the turn under way to end, and waits for that within a bound. */
  stop(): Promise<void>;
}

/** A turn that does not end when it is told to is left behind after so long, in milliseconds. */
const STOP_MS = 3000;

/**
 * Does some work every so many seconds, one turn at a time. A turn that fails is logged and the next one comes.
 * @param work one turn; it should end soon once the signal is aborted
 */
export function repeatedly(
  name: string,
  seconds: number,
  work: (signal: AbortSignal) => Promise<unknown>,
  log: Logger,
): Repetition {
  let timer: NodeJS.Timeout;
  let turn: Promise<void> = Promise.resolve();
  const stopping = new AbortController();
  const schedule = () => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      turn = work(stopping.signal)
        .then(() => undefined)
        .catch((error: unknown) => log.error({ error, job: name }, 'a job failed'))
        .finally(schedule);
    }, seconds * 1000);
    timer.unref();
  };
  schedule();
  return {
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      const left = sleep(STOP_MS, true, { ref: false });
      if (await Promise.race([turn, left])) log.warn({ job: name }, 'a job was left behind: its turn did not end');
    },
  };
}
