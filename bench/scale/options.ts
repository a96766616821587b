import { parseArgs } from 'node:util';

/** How much and what to measure. */
export interface ScaleOptions {
  /** Calls of the account that is measured: few, and many. */
  sizes: [number, number];
  /** Rounds at each size, in turn; the figures are medians. */
  rounds: number;
  /** Seconds that a round is measured. */
  seconds: number;
  /** Seconds of the same load before each round. */
  warmUpSeconds: number;
  /** Only reads whose name contains this. */
  only: string;
  /** Where the databases are kept for another run; without it they are removed. */
  dataDir: string | undefined;
}

const FEW = 10_000;
const MANY = 5_000_000;

/**
 * Reads the command line.
 * @throws Error for people when it is of no use
 */
export function readOptions(args: string[]): ScaleOptions {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      calls: { type: 'string' },
      only: { type: 'string' },
      'data-dir': { type: 'string' },
    },
  });
  const many = Number(values.calls ?? MANY);
  if (!(Number.isInteger(many) && many >= FEW && many <= 100 * MANY)) {
    throw new Error(`--calls must be a whole number from ${FEW}`);
  }
  const { quick, 'data-dir': dataDir } = values;
  const only = values.only?.toLowerCase() ?? '';
  return { sizes: [FEW, many], rounds: quick ? 3 : 7, seconds: 0.5, warmUpSeconds: 0.2, only, dataDir };
}
