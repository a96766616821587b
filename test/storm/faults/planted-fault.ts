import type { StormOptions } from '../options';

/** A text of the built product that is replaced by another. */
export interface Replacement {
  /** Below `dist`. */
  file: string;
  /** It is there exactly once. */
  find: string;
  put: string;
}

/** Something that the product must not get wrong, done wrong on purpose. */
export interface PlantedFault {
  name: string;
  /** What goes wrong by it, for whoever reads the table. */
  harm: string;
  replacements: readonly Replacement[];
  /**
   * Guards of the database by which the product stays right all the same, as statements that take them away: the transaction would
   * fail, and nothing would come of the fault. What is to be seen is what the checks say without them.
   */
  guards?: readonly string[];
  /** What brings it out soonest. */
  conditions: Pick<StormOptions, 'plan' | 'numbers' | 'seconds' | 'quietSeconds'>;
  /** Checks of the storm or the ledger of which any one has to see it. */
  seenBy: readonly string[];
}
