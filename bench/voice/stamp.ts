/** What the model's first token says of its times, by the machine's monotonic clock, in nanoseconds. */
export interface Stamp {
  arrived: bigint;
  sent: bigint;
}

/** A token with the times in it. */
export function stamp(arrived: bigint, sent: bigint): string {
  return `at-${arrived}-${sent} `;
}

/** The times in a token; null: it has none. */
export function readStamp(token: string): Stamp | null {
  const [, arrived, sent] = /at-(\d+)-(\d+)/.exec(token) ?? [];
  return arrived && sent ? { arrived: BigInt(arrived), sent: BigInt(sent) } : null;
}
