import { parseArgs } from 'node:util';
import type { Step } from './plan';

/** What kind of storm. */
export interface StormOptions {
  /** Decides what goes wrong, and when. */
  seed: number;
  /** How long things go wrong. */
  seconds: number;
  /** The server's entry: `dist/main.js` of the working directory unless told. */
  server?: string;
  /** What goes wrong, and when; unless told, what the seed decides. */
  plan?: readonly Step[];
  /** Whom clients call: numbers, and beginnings of numbers; unless told, all kinds. */
  numbers?: readonly string[];
  /** What the database is told beforehand, in SQL. */
  beforehand?: readonly string[];
  /** It is over as soon as one of these checks finds something. */
  expected?: readonly string[];
  /** Nothing may be left to do so long after everything is well again, in seconds. */
  quietSeconds?: number;
  /** A directory to leave the servers' logs in, if anywhere. */
  logs?: string;
  /** Gets what happens, a line at a time. */
  say?: (line: string) => void;
  /** Breaks it off, and everything is stopped. */
  signal?: AbortSignal;
}

/**
 * Reads the command line.
 * @throws Error for people when it is of no use
 */
export function readOptions(args: string[]): StormOptions & { json: string | undefined } {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string' },
      server: { type: 'string' },
      json: { type: 'string' },
      logs: { type: 'string' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed must be a whole number');
  const seconds = Number(values.seconds ?? 60);
  if (!(seconds >= 5 && seconds <= 86_400)) throw new Error('--seconds must be a number from 5 to 86400');
  return { seed, seconds, server: values.server, json: values.json, logs: values.logs };
}
