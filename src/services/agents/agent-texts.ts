import { AppError } from '../../errors';
import { KNOWN_ON_EVERY_CALL } from '../prompts/call-variables';
import { isLookedThrough, variablesOf } from '../prompts/variables-of';
import type { AgentContent } from './agent-content';

/** What of an agent has texts in it. */
export type Texts = Pick<AgentContent, 'prompt' | 'firstMessage' | 'settings'>;

/** Every text of an agent in which `{{variables}}` may stand, by its place. */
export function textsOf({ prompt, firstMessage, settings }: Texts): Array<[place: string, template: string]> {
  return [['prompt', prompt], ['firstMessage', firstMessage], ...textsOfSettings(settings)];
}

/** Those of the settings; members that are absent have none. */
export function textsOfSettings(settings: Partial<Texts['settings']>): Array<[place: string, template: string]> {
  const { goal, silence, timeLimit, voicemail, apology, tools = [] } = settings;
  const texts: Array<[string, string | null | undefined]> = [
    ['goal', goal],
    ['silence.nudge', silence?.nudge],
    ['silence.goodbye', silence?.goodbye],
    ['timeLimit.warning', timeLimit?.warning],
    ['timeLimit.goodbye', timeLimit?.goodbye],
    ['voicemail.message', voicemail?.message],
    ['apology', apology],
    ...tools.map(({ meanwhile }, index): [string, string | null] => [`tools.${index}.meanwhile`, meanwhile]),
  ];
  return texts.flatMap(([place, text]) => (text ? [[`settings.${place}`, text]] : []));
}

/** The variables that a call has to bring: the agent's texts need them, no default stands in, and not every call has them. */
export function neededVariables(agent: Texts): string[] {
  const { missing, defaults } = agent.settings.variables;
  const known: readonly string[] = [...KNOWN_ON_EVERY_CALL, ...(missing === 'DEFAULT' ? Object.keys(defaults) : [])];
  const names = textsOf(agent).flatMap(([, template]) => variablesIn(template));
  return [...new Set(names)].filter((name) => !known.includes(name.split(/[.[]/, 1)[0] ?? '')).toSorted();
}

/** Whether {@link neededVariables} takes no time. */
export function areVariablesFound(agent: Texts): boolean {
  return textsOf(agent).every(([, template]) => isLookedThrough(template));
}

/** An agent whose text is no template, which it may be from before templates were checked, is shown all the same. */
function variablesIn(template: string): string[] {
  try {
    return variablesOf(template);
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}
