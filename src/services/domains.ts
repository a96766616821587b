import type { Viewer } from '../context';
import { testModeIsOff } from './accounts/test-modes';
import type { Domain } from './domain';

/** What serves accounts, and what serves their test twins: the same where every call is simulated anyway. */
export class Domains {
  /** @param test null where test mode is switched off */
  constructor(
    readonly live: Domain,
    readonly test: Domain | null,
  ) {}

  /**
   * What carries the calls of a key.
   * @throws AppError FORBIDDEN for a test key where test mode is switched off
   */
  of({ testMode }: Pick<Viewer, 'testMode'>): Domain {
    const domain = testMode ? this.test : this.live;
    if (!domain) throw testModeIsOff();
    return domain;
  }
}
