import { badInput, noIssues } from '../../errors';
import type { AgentSettings } from './settings';

/**
 * Settings in which a tool that is given without `secretHeaders` has those of the tool that had its name before, because nobody
 * can read them to give them again. They only go where they went before.
 * @param given as a client wrote them, perhaps wrongly
 * @throws AppError BAD_USER_INPUT when such a tool leads to another origin
 */
export function withKeptSecrets(given: object, before: AgentSettings): object {
  const { tools } = given as { tools?: unknown };
  if (!Array.isArray(tools)) return given;
  const issues = noIssues();
  const filled = tools.map((tool: unknown, index) => {
    const { name, url, secretHeaders } = (tool ?? {}) as { name?: unknown; url?: unknown; secretHeaders?: unknown };
    const known = before.tools.find((earlier) => earlier.name === name);
    if (secretHeaders != null || !known || Object.keys(known.secretHeaders).length === 0) return tool;
    if (originOf(url) === originOf(known.url)) return { ...(tool as object), secretHeaders: known.secretHeaders };
    issues[`settings.tools.${index}.secretHeaders`] = [
      'must be given again, because the URL has another origin; {} for none',
    ];
    return tool;
  });
  if (Object.keys(issues).length > 0) throw badInput(issues);
  return { ...given, tools: filled };
}

function originOf(url: unknown): string | null {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : null;
}
