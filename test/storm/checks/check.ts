/** Something that has to hold after a storm, and what breaks it. */
export interface StormCheck {
  check: string;
  rule: string;
  /** 0: it holds. */
  violations: number;
  /** The first of them. */
  named: string[];
}

const MAX_NAMED = 20;

/** What came of a check, from everything that breaks its rule. */
export function result(check: string, rule: string, broken: readonly string[]): StormCheck {
  return { check, rule, violations: broken.length, named: broken.slice(0, MAX_NAMED) };
}
