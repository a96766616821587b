import { setImmediate as breathe } from 'node:timers/promises';
import { badInput, type Issues, noIssues } from '../../errors';
import type { AgentSettings } from '../agents/settings';
import { bounded } from '../bounded';
import { assertShort, LIMITS, run, Steps } from './engine';
import { Failures } from './failures';
import { Fallback } from './fallback';
import { isBlank } from './plain-text';
import { cannotRender, inWords, isTooMuch, MEASUREMENTS, parseTemplate } from './template';
import { missingIn, type Variables } from './variables-of';

/** What to do about variables of which nothing is known. */
export type MissingRules = AgentSettings['variables'];

/** Nobody waits longer than this, or than the longest text takes, for texts to be read. */
const PARSING_AT_A_STRETCH_MS = 10;
type FillLimits = { readonly [limit in 'steps' | 'renderMs' | 'output']: number };
const LIMITS_AHEAD: FillLimits = {
  steps: LIMITS.stepsAhead,
  renderMs: LIMITS.renderAheadMs,
  output: LIMITS.outputAhead,
};
const BLANK: MissingRules = { missing: 'BLANK', defaults: {} };
const failures = new Failures();

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
  return fillIn([template], scopeOf(variables, rules)).join('');
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
  const all = Object.values<string>(templates);
  let since = performance.now();
  for (const template of all) {
    parseTemplate(template);
    if (performance.now() - since < PARSING_AT_A_STRETCH_MS) continue;
    await breathe();
    since = performance.now();
  }
  const texts = fillIn(all, scopeOf(variables, rules));
  return Object.fromEntries(Object.keys(templates).map((name, at) => [name, texts[at]])) as Record<Name, string>;
}

/**
 * Refuses texts that could not be filled in by {@link renderAll}, or only just: what is known of a call may grow until it is answered.
 * @throws AppError BAD_USER_INPUT like {@link render}
 */
export function assertRenderable(templates: readonly string[], variables: Variables, rules: MissingRules): void {
  fillIn(templates, scopeOf(variables, rules), LIMITS_AHEAD);
}

/**
 * Which of an agent's texts is too much for any call, because it is even when nothing is known, and why; null: none. `place` is null
 * where only all of them together are.
 */
export function excessWithoutData(
  texts: ReadonlyArray<readonly [place: string, template: string]>,
  rules: MissingRules,
): { place: string | null; problem: string } | null {
  const scope = scopeOf({}, rules);
  let at = -1;
  const begin = (index: number) => {
    at = index;
  };
  const excessOf = (templates: string[]) => {
    try {
      fillAtOnce(templates, scope, LIMITS_AHEAD, begin);
      return null;
    } catch (error) {
      return isTooMuch(error) ? inWords(error) : null;
    }
  };
  const problem = excessOf(texts.map(([, template]) => template));
  if (problem === null) return null;
  // Only that which was not done in time may be too much by itself.
  const last = texts[at];
  const itsOwn = last ? excessOf([last[1]]) : null;
  return last && itsOwn !== null ? { place: last[0], problem: itsOwn } : { place: null, problem };
}

/** Fills in templates. What could not be filled in is not tried again with the same data for a while. */
function fillIn(templates: readonly string[], scope: Variables, limits: FillLimits = LIMITS): string[] {
  return failures.unlessKnown([templates, scope, limits], () => {
    try {
      return fillAtOnce(templates, scope, limits);
    } catch (error) {
      throw cannotRender(error);
    }
  });
}

/** Fills in templates within the limits of one. @param begin is told which is next; -1: all are done @throws what {@link inWords} has words for */
function fillAtOnce(
  templates: readonly string[],
  scope: Variables,
  limits: FillLimits,
  begin: (index: number) => void = () => undefined,
): string[] {
  const parsed = templates.map(parseTemplate);
  const fill = () => {
    const steps = new Steps(limits.steps);
    return parsed.map((template, index) => {
      begin(index);
      return run(template, scope, steps);
    });
  };
  const texts = bounded(limits.renderMs, fill, MEASUREMENTS);
  begin(-1);
  assertShort(texts.join(''), limits.output);
  return texts;
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
