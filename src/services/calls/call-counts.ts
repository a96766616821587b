import { EndedReason } from '../../entities/enums';
import type { DialOutcome } from '../../telephony/telephony';
import { isTerminal } from './call-state';
import type { Learnt } from './learn-batch';

/** What this process has seen of calls since it started, for whoever watches it. */
export class CallCounts {
  /** Calls that ended, by reason. */
  readonly ended = new Map(Object.values(EndedReason).map((reason) => [reason, 0]));
  /** Requests to dial, by what the provider answered. */
  readonly dials = new Map<DialOutcome['kind'], number>([
    ['accepted', 0],
    ['refused', 0],
    ['unknown', 0],
  ]);

  /** Requests to place a call that wait for the provider. */
  waiting = 0;

  /** Counts a request as waiting for the provider while it does. */
  async whileWaiting<T>(wait: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    try {
      return await wait();
    } finally {
      this.waiting -= 1;
    }
  }

  /** Counts a call that has just ended. */
  noteLearnt({ before, after }: Learnt): void {
    if (after.endedReason && isTerminal(after.status) && !isTerminal(before.status))
      increment(this.ended, after.endedReason);
  }

  /** Counts an answer to a request to dial. */
  noteDial({ kind }: DialOutcome): void {
    increment(this.dials, kind);
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
