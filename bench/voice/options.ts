import { parseArgs } from 'node:util';

/** What to measure and for how long. */
export interface VoiceOptions {
  /** Conversations at once, one measurement for each number. */
  conversations: number[];
  /** Minutes that each is measured. */
  minutes: number;
  /** Minutes that a talk takes on average before another one takes its place; undefined: as long as is measured. */
  talkMinutes: number | undefined;
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
  const options = { conversations: text, minutes: text, 'talk-minutes': text, profile: text, snapshots: text };
  const { values } = parseArgs({ args, options });
  const conversations = (values.conversations ?? '100,500,1000').split(',').map(Number);
  const minutes = Number(values.minutes ?? 1);
  if (!conversations.every((count) => Number.isInteger(count) && count > 0 && count <= 5000)) {
    throw new Error('--conversations must be whole numbers up to 5000, separated by commas');
  }
  const talkMinutes = values['talk-minutes'] === undefined ? undefined : Number(values['talk-minutes']);
  if (!(minutes > 0 && minutes <= 60)) throw new Error('--minutes must be a number up to 60');
  if (talkMinutes !== undefined && !(talkMinutes >= 0.1)) throw new Error('--talk-minutes must be a number from 0.1');
  return { conversations, minutes, talkMinutes, profile: values.profile, snapshots: values.snapshots };
}
