import { parseArgs } from 'node:util';

/** How long and what to measure. */
export interface BenchOptions {
  /** Pairs of one round each of the baseline and the product; the figures are medians. */
  rounds: number;
  /** Seconds that a round is measured. */
  seconds: number;
  /** Seconds of the same load before each round. */
  warmUpSeconds: number;
  /** Only scenarios whose name contains this. */
  only: string;
  /** Where to leave a CPU profile of the product, if anywhere. */
  profile: string | undefined;
}

/**
 * Reads the command line.
 * @throws Error for people when it is of no use
 */
export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      seconds: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const seconds = Number(values.seconds ?? (values.quick ? 1 : 3));
  if (!(seconds > 0 && seconds <= 60)) throw new Error('--seconds must be a number up to 60');
  const { quick, only = '', profile } = values;
  return { rounds: quick ? 3 : 5, seconds, warmUpSeconds: quick ? 0.5 : 1, only, profile };
}
