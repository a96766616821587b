import type { AgentSettings } from '../../services/agents/settings';
import type { ToolDefinition } from '../model/language-model';
import { builtInTools } from './built-in';

/** Everything that an agent's model can do: the built-in tools, then the agent's own. */
export function toolsOf(settings: Pick<AgentSettings, 'transfers' | 'voicemail' | 'tools'>): ToolDefinition[] {
  const own = settings.tools.map(({ name, description, parameters }) => ({ name, description, parameters }));
  return [...builtInTools(settings), ...own];
}
