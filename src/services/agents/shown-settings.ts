import type { AgentSettings, HttpTool } from './settings';
import { storedSettings } from './stored-settings';

/** A tool as anybody may see it. */
export interface ShownTool extends Omit<HttpTool, 'secretHeaders'> {
  /** The names of its headers; their values are never shown. */
  secretHeaderNames: string[];
}

/** Settings as anybody may see them. */
export interface ShownSettings extends Omit<AgentSettings, 'tools'> {
  tools: ShownTool[];
}

/** What of stored settings may be shown: everything but the values of secret headers. */
export function shownSettings(stored: unknown): ShownSettings {
  const { tools, ...settings } = storedSettings(stored);
  return {
    ...settings,
    tools: tools.map(({ secretHeaders, ...tool }) => ({ ...tool, secretHeaderNames: Object.keys(secretHeaders) })),
  };
}
