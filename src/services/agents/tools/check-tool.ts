import type { HttpTool } from '../settings';
import { BUILT_IN } from './built-in-names';
import { checkHeaders } from './headers';
import { checkToolSchema } from './tool-schema';
import { checkUrl } from './url';

/** What is wrong with a tool, by its members. */
export type ToolProblems = Partial<Record<'name' | 'url' | 'parameters' | 'secretHeaders', string[]>>;

/**
 * Looks at what a shape cannot say of a tool, before an agent gets it. Empty: nothing is wrong.
 * Where its URL leads is only known when it is called.
 */
export function checkTool(tool: HttpTool, options: { allowPrivateAddresses: boolean }): ToolProblems {
  const problems: ToolProblems = {
    name: BUILT_IN.some((name) => name === tool.name) ? [`must not be one of ${BUILT_IN.join(', ')}`] : [],
    url: checkUrl(tool, options),
    parameters: checkToolSchema(tool.parameters),
    secretHeaders: checkHeaders(tool.secretHeaders),
  };
  return Object.fromEntries(Object.entries(problems).filter(([, texts]) => texts.length > 0));
}
