import { refusedCreates } from './refused-creates';
import type { Scenario } from './scenario';
import { troubledCallbacks } from './troubled-callbacks';
import { troubledCreates } from './troubled-creates';
import { unansweredCalls } from './unanswered-calls';

const PLAIN: Scenario = { summary: 'rings, answers, follows the TwiML' };

const SCENARIOS = new Map<string, Scenario>(
  [refusedCreates, unansweredCalls, troubledCallbacks, troubledCreates].flatMap((group) => Object.entries(group)),
);

/** What happens when this number is called. */
export function scenarioFor(to: string): Scenario {
  return SCENARIOS.get(to) ?? PLAIN;
}
