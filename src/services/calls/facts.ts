import type { Pool } from 'pg';
import { Coalescer } from '../coalescer';
import type { Timing } from '../domain';
import type { Changes } from '../live/signals';
import type { CallCounts } from './call-counts';
import { mayEndCall, type ToldFact } from './call-state';
import { type Learnt, type Lesson, learnBatch } from './learn-batch';
import type { CallRef } from './lock-calls';

/**
 * Takes what is learnt about calls, by reply, callback, request or question. What comes at the same time shares a
 * transaction, but for what may end a call: that waits for an account's balance, and nobody is to wait with it.
 */
export class Facts {
  private readonly batches: Coalescer<Lesson, Learnt | null>;

  constructor(pool: Pool, timing: Timing, changes: Changes, counts: CallCounts) {
    this.batches = new Coalescer(async (lessons) => {
      const answers = await learnBatch(pool, timing, lessons);
      for (const [index, { ref }] of lessons.entries()) {
        const answer = answers[index];
        if (typeof answer !== 'object') continue;
        changes.note(ref.accountId, ref.callId);
        if (answer) counts.noteLearnt(answer);
      }
      return answers;
    });
  }

  /**
   * Applies a fact: it goes on the call's timeline, the state moves, and if that ends the call its hold is settled, all in
   * one transaction. Repeating it changes nothing.
   * @returns null when there is no such call
   */
  learn(ref: CallRef, source: string, fact: ToldFact): Promise<Learnt | null> {
    const lesson = { ref, source, fact };
    return mayEndCall(fact) ? this.batches.alone(lesson) : this.batches.share(lesson);
  }
}
