import { rmSync } from 'node:fs';
import { storm } from '../storm';
import { HASTE } from './conditions';
import { plant } from './plant';
import type { PlantedFault } from './planted-fault';

const SEED = 1;

/** What a storm made of a planted fault. */
export interface Exposure {
  /** Checks that found something. */
  broken: string[];
  /** Of those, the ones that were to see it. */
  seenBy: string[];
  /** From the first request on. */
  afterSeconds: number;
}

/** Breaks the product, and has a storm go over it until that is seen. */
export async function expose(
  { replacements, guards = [], conditions, seenBy }: PlantedFault,
  signal: AbortSignal,
): Promise<Exposure> {
  const { folder, entry } = plant([...HASTE, ...replacements]);
  try {
    const report = await storm({
      plan: [],
      ...conditions,
      seed: SEED,
      server: entry,
      beforehand: guards,
      ...(seenBy.length > 0 && { expected: seenBy }),
      signal,
    });
    const broken = report.checks.filter(({ violations }) => violations > 0).map(({ check }) => check);
    return {
      broken,
      seenBy: broken.filter((check) => seenBy.includes(check)),
      afterSeconds: report.tookSeconds - report.startSeconds,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
