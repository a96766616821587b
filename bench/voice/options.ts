import { parseArgs } from 'node:util';

/** What to measure and for how long. */
export interface VoiceOptions {
  /** Conversations at once, one measurement for each number. */
  conversations: number[];
  /** Minutes that each is measured. */
  minutes: number;
  /** Where a CPU profile of the server goes, if anywhere. */
  profile: string | undefined;
  /** Where heap snapshots of the server go, before, at the beginning and at the end of each measurement. */
  snapshots: string | undefined;
}

/**
 * Reads the command line.
 * @throws Error for people when it is of no use
 */
export function readOptions(args: string[]): VoiceOptions {
  const text = { type: 'string' } as const;
  const options = { conversations: text, minutes: text, profile: text, snapshots: text };
  const { values } = parseArgs({ args, options });
  const conversations = (values.conversations ?? '100,500,1000').split(',').map(Number);
  const minutes = Number(values.minutes ?? 1);
  if (!conversations.every((count) => Number.isInteger(count) && count > 0 && count <= 5000)) {
    throw new Error('--conversations must be whole numbers up to 5000, separated by commas');
  }
  if (!(minutes > 0 && minutes <= 60)) throw new Error('--minutes must be a number up to 60');
  return { conversations, minutes, profile: values.profile, snapshots: values.snapshots };
}
