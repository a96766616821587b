import { type AgentSettings, agentSettings } from './settings';

/**
 * Settings as they are stored. What a later or earlier release stored under names that this one does not have is left out;
 * what it has and they do not is as by default.
 */
export function storedSettings(stored: unknown): AgentSettings {
  const parsed = agentSettings.safeParse(stored);
  if (parsed.success) return parsed.data;
  const copy = structuredClone(stored);
  for (const issue of parsed.error.issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = issue.path.reduce<unknown>((value, step) => Reflect.get(value as object, step), copy);
    for (const key of issue.keys) Reflect.deleteProperty(owner as object, key);
  }
  return agentSettings.parse(copy);
}
