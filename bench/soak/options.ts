import { parseArgs } from 'node:util';

/** How long to go on. */
export interface SoakOptions {
  minutes: number;
  /** Requests a second; half of what the server can do at most unless told. */
  rate: number | undefined;
  /** Where to leave a heap snapshot of the first and of the last third, if anywhere. */
  snapshots: string | undefined;
}

/**
 * Reads the command line.
 * @throws Error for people when it is of no use
 */
export function readOptions(args: string[]): SoakOptions {
  const { values } = parseArgs({
    args,
    options: { minutes: { type: 'string' }, rate: { type: 'string' }, snapshots: { type: 'string' } },
  });
  const minutes = Number(values.minutes ?? 10);
  if (!(minutes >= 2 && minutes <= 10_000)) throw new Error('--minutes must be a number from 2');
  const rate = values.rate === undefined ? undefined : Number(values.rate);
  if (rate !== undefined && !(rate > 0)) throw new Error('--rate must be a number of requests a second');
  return { minutes, rate, snapshots: values.snapshots };
}
