import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { TestModes } from '../../services/accounts/test-modes';
import { type ClaimedAnalysis, claimAnalyses, LEASE_SECONDS, renewClaim } from '../../services/analyses/claim-analyses';
import { finishAnalysis } from '../../services/analyses/finish-analysis';
import type { Timing } from '../../services/domain';
import type { Changes } from '../../services/live/signals';
import type { LanguageModel } from '../model/language-model';
import { analyzeCall } from './analyze-call';

/** What analyses are made with. */
export interface AnalystOptions {
  pool: Pool;
  model: LanguageModel;
  timing: Pick<Timing, 'retrySeconds'>;
  /** Whose calls it analyses. */
  testModes: TestModes;
  changes: Changes;
  log: Logger;
}

/** Analyses that one server makes at once. */
const AT_ONCE = 10;
const RENEW_MS = (LEASE_SECONDS * 1000) / 3;

/** Analyses calls. What a server leaves undone because it stopped or died another takes up. */
export class Analyst {
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly options: AnalystOptions) {}

  /** Begins analyses that are due, so many as there is room for; they end by themselves, or when the signal is aborted. */
  async takeUp(signal: AbortSignal): Promise<void> {
    for (let more = true; more && !signal.aborted; ) {
      const room = AT_ONCE - this.underWay.size;
      const claims = room > 0 ? await claimAnalyses(this.options.pool, room, this.options.testModes) : [];
      for (const claim of claims) this.begin(claim, signal);
      more = room > 0 && claims.length === room;
    }
  }

  /** Resolves when none is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private begin(claim: ClaimedAnalysis, signal: AbortSignal): void {
    this.options.changes.note(claim.accountId, claim.callId);
    const work = this.analyze(claim, signal)
      // Its lease runs out, and somebody takes it up again.
      .catch((error) => this.options.log.error({ error, callId: claim.callId }, 'a call could not be analysed'))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  /** The claim is renewed while the model works, so that two servers never work on the same. */
  private async analyze(claim: ClaimedAnalysis, stop: AbortSignal): Promise<void> {
    const { pool, changes, log } = this.options;
    const lost = new AbortController();
    const renewal = setInterval(() => {
      renewClaim(pool, claim).then(
        (held) => held || lost.abort(),
        (error) => log.warn({ error, callId: claim.callId }, 'an analysis could not be kept'),
      );
    }, RENEW_MS);
    try {
      const outcome = await analyzeCall(this.options, claim, { stop, lost: lost.signal });
      if (await finishAnalysis(pool, claim, outcome)) changes.note(claim.accountId, claim.callId);
    } finally {
      clearInterval(renewal);
    }
  }
}
