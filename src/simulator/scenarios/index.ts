import { peculiarPeople } from './peculiar-people';
import { refusedCreates } from './refused-creates';
import type { Scenario } from './scenario';
import { troubledCallbacks } from './troubled-callbacks';
import { troubledCreates } from './troubled-creates';
import { unansweredCalls } from './unanswered-calls';

const PLAIN: Scenario = { summary: 'rings, answers, follows the TwiML, talks' };

const SCENARIOS = new Map<string, Scenario>(
  [refusedCreates, unansweredCalls, peculiarPeople, troubledCallbacks, troubledCreates].flatMap((group) =>
    Object.entries(group),
  ),
);

/** What happens when this number is called. */
export function scenarioFor(to: string): Scenario {
  return SCENARIOS.get(to) ?? PLAIN;
}
