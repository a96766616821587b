import { z } from 'zod';
import { type AgentSettings, agentSettings, DEFAULT_SETTINGS } from './settings';

/** What a value is wrong about that may have been right when it was stored: its size and its form, but not its kind. */
const RULES: ReadonlySet<string> = new Set(['too_big', 'too_small', 'invalid_format', 'not_multiple_of', 'custom']);

/**
 * Settings as they are stored. What a later or earlier release stored under names that this one does not have is left out;
 * what it has and they do not is as by default. A member that breaks a rule which came later serves as it was stored: rules are
 * for what is written. One that is of no kind that is known has its default.
 */
export function storedSettings(stored: unknown): AgentSettings {
  const parsed = agentSettings.safeParse(stored);
  if (parsed.success) return parsed.data;
  const known = withoutUnknown(stored, parsed.error);
  const members = Object.entries(agentSettings.shape).map(([name, schema]) => {
    const value: unknown = Reflect.get(known, name);
    const member = z.safeParse(schema as z.ZodType, value);
    if (member.success) return [name, member.data];
    const serves = member.error.issues.every(({ code }) => RULES.has(code));
    return [name, serves ? completed(value, defaultOf(name)) : defaultOf(name)];
  });
  return Object.fromEntries(members) as AgentSettings;
}

function withoutUnknown(stored: unknown, { issues }: z.ZodError): object {
  const copy: unknown = structuredClone(stored);
  if (typeof copy !== 'object' || copy === null) return {};
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = issue.path.reduce<unknown>((value, step) => Reflect.get(value as object, step), copy);
    for (const key of issue.keys) Reflect.deleteProperty(owner as object, key);
  }
  return copy;
}

/** What a release stores is complete for that release, so only members that came later are absent. */
function completed(value: unknown, fallback: unknown): unknown {
  return isRecord(value) && isRecord(fallback) ? { ...fallback, ...value } : value;
}

function defaultOf(name: string): unknown {
  return DEFAULT_SETTINGS[name as keyof AgentSettings];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
