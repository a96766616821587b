import type { Logger } from 'pino';

/** Work that is done again and again. */
export interface Repetition {
  /** Ends it, once the turn under way is over. */
  stop(): Promise<void>;
}

/** Does some work every so many seconds, one turn at a time. A turn that fails is logged and the next one comes. */
export function repeatedly(name: string, seconds: number, work: () => Promise<unknown>, log: Logger): Repetition {
  let timer: NodeJS.Timeout;
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      turn = work()
        .then(() => undefined)
        .catch((error: unknown) => log.error({ error, job: name }, 'a job failed'))
        .finally(schedule);
    }, seconds * 1000);
    timer.unref();
  };
  schedule();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
