import { z } from 'zod';
import { badInput, type Issues, noIssues } from '../../errors';
import { integer, languageTag, text } from '../field-rules';
import { checkTemplate } from '../prompts/check-template';
import { isTooDeep } from '../storable-json';
import { textsOfSettings } from './agent-texts';
import { inWords } from './in-words';
import { type AllowedModels, modelProblems } from './model-rule';
import { type AgentSettings, agentSettings, DEFAULT_SETTINGS } from './settings';
import { checkTool } from './tools/check-tool';

/** What Twilio says at once. */
const MAX_SPOKEN = 4096;
const MAX_LEVELS = 32;

/** What an agent is made of, as its author writes it. */
export const agentFields = z.strictObject({
  name: text(200),
  prompt: text(50_000, { lines: true }),
  firstMessage: text(MAX_SPOKEN, { lines: true }),
  language: languageTag.default('en-US'),
  voice: text(100).nullable().default(null),
  maxDurationSeconds: integer(1, 14_400).default(300),
  settings: agentSettings.prefault({}),
});

/** An agent that was checked. The price is there if it was given, or has a default, and may be set. */
export type AgentFields = z.output<typeof agentFields> & { creditsPerMinute?: number };

/** Which rules hold. */
export interface FieldRules {
  /** Whether HTTP tools may reach this machine and private networks. */
  allowPrivateAddresses: boolean;
  allowedModels: AllowedModels;
  /** What a minute costs unless it is said. Only operators say it: where this is absent, there is no such field. */
  defaultCreditsPerMinute?: number;
  /** Only what is given is looked at: the rest is known already. */
  partial?: boolean;
}

/** What was found: the members that are right, and everything that is wrong, by its place. */
export interface CheckedFields {
  fields: Partial<AgentFields>;
  issues: Issues;
}

/** What is said of a member that there is not. */
export const UNKNOWN_FIELD = 'there is no such field';

/**
 * Looks at everything of an agent: forms, templates, tools. A null stands for the default.
 * @param given what a client wrote; issues name its members as `settings.voicemail.message`, `settings.tools.0.url`
 */
export function checkAgentFields(given: object, rules: FieldRules): CheckedFields {
  const { partial = false } = rules;
  const issues = noIssues();
  if (isTooDeep(given, MAX_LEVELS)) {
    report(issues, 'settings', [`must not be nested more than ${MAX_LEVELS} levels deep`]);
    return { fields: {}, issues };
  }
  const members = membersOf(given);
  const { settings: written, ...others } = members;
  const fields: Partial<AgentFields> = checkMembers(shapeFor(rules), others, { path: '', partial, issues });
  if (!partial || Object.hasOwn(members, 'settings')) {
    fields.settings = checkSettings(written ?? {}, rules, issues);
  }
  for (const name of ['prompt', 'firstMessage'] as const) report(issues, name, checkTemplate(fields[name] ?? ''));
  return { fields, issues };
}

/** The same, of an agent with all that it needs. @throws AppError BAD_USER_INPUT with every issue */
export function readAgentFields(given: object, rules: FieldRules & { partial?: false }): AgentFields;
/** The same, of changes to an agent; a null is the default. @throws AppError BAD_USER_INPUT with every issue */
export function readAgentFields(given: object, rules: FieldRules): Partial<AgentFields>;
export function readAgentFields(given: object, rules: FieldRules): Partial<AgentFields> {
  const { fields, issues } = checkAgentFields(given, rules);
  if (Object.keys(issues).length > 0) throw badInput(issues);
  return fields;
}

/** The members that may be given, without the settings. */
function shapeFor({ defaultCreditsPerMinute }: FieldRules) {
  const { settings: _, ...shape } = agentFields.shape;
  if (defaultCreditsPerMinute === undefined) return shape;
  return { ...shape, creditsPerMinute: integer(0, 100_000).default(defaultCreditsPerMinute) };
}

function checkSettings(
  written: unknown,
  { allowPrivateAddresses, allowedModels }: FieldRules,
  issues: Issues,
): AgentSettings {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    report(issues, 'settings', ['must be an object']);
    return DEFAULT_SETTINGS;
  }
  const members = written as Record<string, unknown>;
  const settings = checkMembers(agentSettings.shape, members, { path: 'settings.', partial: false, issues });
  report(issues, 'settings.model', modelProblems(settings.model ?? null, allowedModels));
  for (const [index, tool] of (settings.tools ?? []).entries()) {
    for (const [member, problems] of Object.entries(checkTool(tool, { allowPrivateAddresses }))) {
      report(issues, `settings.tools.${index}.${member}`, problems);
    }
  }
  for (const [place, template] of textsOfSettings(settings)) report(issues, place, checkTemplate(template));
  return { ...DEFAULT_SETTINGS, ...settings };
}

/** Looks at each member for itself, so that one that is wrong hides nothing of the others. */
function checkMembers<Shape extends z.core.$ZodShape>(
  shape: Shape,
  given: Record<string, unknown>,
  { path, partial, issues }: { path: string; partial: boolean; issues: Issues },
): { [Name in keyof Shape]?: z.output<Shape[Name]> } {
  const right: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    if (partial && !Object.hasOwn(given, name)) continue;
    const parsed = z.safeParse(schema, given[name], { error: inWords });
    if (parsed.success) right[name] = parsed.data;
    else if (given[name] === undefined) report(issues, path + name, ['is missing']);
    else reportAll(issues, path + name, parsed.error.issues);
  }
  for (const name of Object.keys(given)) if (!Object.hasOwn(shape, name)) report(issues, path + name, [UNKNOWN_FIELD]);
  return right as { [Name in keyof Shape]?: z.output<Shape[Name]> };
}

function reportAll(issues: Issues, path: string, found: readonly z.core.$ZodIssue[]): void {
  for (const issue of found) {
    const place = [path, ...issue.path.map((step) => String(step).slice(0, 64))].join('.');
    if (issue.code !== 'unrecognized_keys') report(issues, place, [issue.message]);
    else for (const key of issue.keys) report(issues, `${place}.${key}`, [UNKNOWN_FIELD]);
  }
}

function report(issues: Issues, place: string, problems: readonly string[]): void {
  if (problems.length > 0) issues[place] = [...new Set([...(issues[place] ?? []), ...problems])];
}

/** The members that are given; one that is null is there, without a value. */
function membersOf(given: object): Record<string, unknown> {
  const members = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name, value === null ? undefined : withoutNulls(value)]));
}

/** A JSON Schema is kept as it is: a null means something there. */
function withoutNulls(value: unknown, name = ''): unknown {
  if (value === null || typeof value !== 'object' || name === 'parameters') return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item));
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member, key)]));
}
