import { setImmediate as breathe } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Issues } from '../../errors';
import type { AdmissionRequest } from './admission';
import { type KnownFacts, textIssues } from './text-issues';

/** What keeps an agent's texts from being filled in for a request; `unread`: nobody has tried yet. */
export type TextIssues = (request: AdmissionRequest, known: KnownFacts) => Issues | null | 'unread';

interface Reading {
  /** What the texts were, or are to be, filled in from. */
  known: KnownFacts;
  /** Undefined: they are yet to be. */
  issues: Issues | null | undefined;
  /** How often they were, each time from something else. */
  times: number;
}

/** Requests that come meanwhile wait so long, and the time of one reading, at most. */
const AT_A_STRETCH_MS = 50;
/** An agent or a contact that changes more often under a request is read where it cannot: in the transaction. */
const MOST_READINGS = 3;

/**
 * Fills in the texts of requests with much data, or of agents whose texts may grow, between transactions, because that may take long and an admission holds a
 * connection and the locks of balances. What was found counts only as long as agent and contact are as they were read.
 */
export class TextReadings {
  private readonly readings = new WeakMap<AdmissionRequest, Reading>();

  /** What was found of a request, if the same is known of it now; else it is `unread`, and its turn comes with {@link readOn}. */
  readonly issuesOf: TextIssues = (request, known) => {
    const reading = this.readings.get(request);
    if (!known.isDoubtful) return textIssues(request, known);
    if (reading?.issues !== undefined && isDeepStrictEqual(reading.known, known)) return reading.issues;
    if (reading?.times === MOST_READINGS) return textIssues(request, known);
    this.readings.set(request, { known, issues: undefined, times: reading?.times ?? 0 });
    return 'unread';
  };

  /** Fills in texts of those requests that turned out to be unread, as many as there is time for. */
  async readOn(requests: readonly AdmissionRequest[]): Promise<void> {
    const since = performance.now();
    for (const request of requests) {
      const reading = this.readings.get(request);
      if (!reading || reading.issues !== undefined) continue;
      if (performance.now() - since > AT_A_STRETCH_MS) return;
      await breathe();
      reading.issues = textIssues(request, reading.known);
      reading.times += 1;
    }
  }
}
