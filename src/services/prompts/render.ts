import { setImmediate as breathe } from 'node:timers/promises';
import type { Template } from 'liquidjs';
import { badInput, type Issues, noIssues } from '../../errors';
import type { AgentSettings } from '../agents/settings';
import { bounded } from '../bounded';
import { assertShort, engine, LIMITS } from './engine';
import { Fallback } from './fallback';
import { isBlank } from './plain-text';
import { cannotRender, parseTemplate } from './template';
import { missingIn, type Variables } from './variables-of';

/** What to do about variables of which nothing is known. */
export type MissingRules = AgentSettings['variables'];

/** Nobody waits longer than this, or than the longest text takes, for texts to be read. */
const PARSING_AT_A_STRETCH_MS = 10;
type FillLimits = { readonly renderMs: number; readonly output: number };
const LIMITS_AHEAD: FillLimits = { renderMs: LIMITS.renderMs / 2, output: LIMITS.output * 0.9 };
const BLANK: MissingRules = { missing: 'BLANK', defaults: {} };

/** The rules once somebody is on the phone: a refusal came before that or not at all, and what went missing since is left blank. */
export function rulesOnTheCall(rules: MissingRules): MissingRules {
  return rules.missing === 'REFUSE' ? { ...rules, missing: 'BLANK' } : rules;
}

/**
 * Fills in a template. What comes from a variable is one line of text that is no heading, and never run as a template.
 * What is missing is left blank, or with DEFAULT first looked for among the defaults by name; a `default` filter of the
 * template, if it is the first filter, goes before those.
 * @throws AppError BAD_USER_INPUT: it is no template or too large or slow; with REFUSE, the issues of {@link assertKnown}
 */
export function render(template: string, variables: Variables, rules: MissingRules = BLANK): string {
  if (rules.missing === 'REFUSE') assertKnown([template], variables);
  return fillIn([parseTemplate(template)], scopeOf(variables, rules)).join('');
}

/**
 * Fills in all the texts of a call, as {@link render} does one. They share its limits of time and size, so that a call of
 * many texts takes no more than a call of one; what is read for the first time is read a text at a time, with a pause for others.
 * @throws AppError BAD_USER_INPUT like {@link render}
 */
export async function renderAll<Name extends string>(
  templates: Readonly<Record<Name, string>>,
  variables: Variables,
  rules: MissingRules,
): Promise<Record<Name, string>> {
  if (rules.missing === 'REFUSE') assertKnown(Object.values(templates), variables);
  const parsed: Template[][] = [];
  let since = performance.now();
  for (const template of Object.values<string>(templates)) {
    parsed.push(parseTemplate(template));
    if (performance.now() - since < PARSING_AT_A_STRETCH_MS) continue;
    await breathe();
    since = performance.now();
  }
  const texts = fillIn(parsed, scopeOf(variables, rules));
  return Object.fromEntries(Object.keys(templates).map((name, at) => [name, texts[at]])) as Record<Name, string>;
}

/**
 * Refuses texts that could not be filled in by {@link renderAll}, or only just: what is known of a call may grow until it is answered.
 * @throws AppError BAD_USER_INPUT like {@link render}
 */
export function assertRenderable(templates: readonly string[], variables: Variables, rules: MissingRules): void {
  fillIn(templates.map(parseTemplate), scopeOf(variables, rules), LIMITS_AHEAD);
}

/** Fills in templates within the limits of one. */
function fillIn(templates: readonly Template[][], scope: Variables, limits: FillLimits = LIMITS): string[] {
  try {
    const texts = bounded(limits.renderMs, () => templates.map((parsed) => String(engine.renderSync(parsed, scope))));
    assertShort(texts.join(''), limits.output);
    return texts;
  } catch (error) {
    throw cannotRender(error);
  }
}

/**
 * Refuses when nothing is known of a variable that one of the templates needs. It may be asked before anybody is dialled.
 * @throws AppError BAD_USER_INPUT with an issue for each, by its place in a request: `contactData.company`, `contactName`
 */
export function assertKnown(templates: readonly string[], variables: Variables): void {
  const issues = issuesOfMissing(templates, variables);
  if (issues) throw badInput(issues);
}

/** The issues of {@link assertKnown}; null: everything that is needed is known. @throws AppError if one is no template */
export function issuesOfMissing(templates: readonly string[], variables: Variables): Issues | null {
  const missing = missingIn(templates, variables);
  const issues = noIssues();
  for (const name of missing) {
    issues[memberOf(name)] = [`the agent needs ${name}, which is not known`];
  }
  return missing.length > 0 ? issues : null;
}

/** The member of a request that brings a variable. */
export function memberOf(name: string): string {
  return name === 'name' ? 'contactName' : `contactData.${name}`;
}

function scopeOf(variables: Variables, { missing: rule, defaults }: MissingRules): Variables {
  if (rule !== 'DEFAULT') return variables;
  const missing = Object.entries(defaults).filter(
    ([name]) => !Object.hasOwn(variables, name) || isBlank(variables[name]),
  );
  if (missing.length === 0) return variables;
  return { ...variables, ...Object.fromEntries(missing.map(([name, text]) => [name, new Fallback(text)])) };
}
