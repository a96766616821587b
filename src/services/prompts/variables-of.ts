import { Tag, type Template, TypeGuards, Value, type Variable } from 'liquidjs';
import { bounded } from '../bounded';
import { Recent } from '../recent';
import { engine, LIMITS } from './engine';
import { Failures } from './failures';
import { isBlank } from './plain-text';
import { cannotRender, MEASUREMENTS, parseTemplate } from './template';

/** Variables by name, as a template sees them. */
export type Variables = Readonly<Record<string, unknown>>;

/** A variable by its place in a template: `items[0].name`, and the steps that lead to it. */
interface Path {
  name: string;
  steps: Variable['segments'];
}

/** What a template makes of variables. */
interface Uses {
  /** Those without which it has a gap. */
  needed: Path[];
  /** The first names of all that it mentions: `items` of `items[0].name`. */
  names: string[];
}

const TESTS = ['if', 'unless', 'case'];
/** Takes hardly more room than the text, so those of a page of agents have room. */
const found = new Recent<Uses>(5000, 5_000_000);
const failures = new Failures();

/**
 * The variables without which a template has a gap, as paths such as `company.name`. Not among them: one with a `default`
 * filter where it stands, and one that the template tests with `if`, `unless` or `case`, since its author knows that it may
 * be missing.
 * @throws AppError BAD_USER_INPUT if it is no template
 */
export function variablesOf(template: string): string[] {
  return usesOf(template).needed.map(({ name }) => name);
}

/**
 * Those of {@link variablesOf} any of the templates of which nothing is known: no value, or an empty text.
 * @throws AppError BAD_USER_INPUT if one of them is no template
 */
export function missingIn(templates: readonly string[], variables: Variables): string[] {
  const needed = templates.flatMap((template) => usesOf(template).needed);
  const missing = needed.filter(({ steps }) => isBlank(valueAt(variables, steps)));
  return [...new Set(missing.map(({ name }) => name))];
}

/** The variables that any of the templates mentions, whatever for. @throws AppError BAD_USER_INPUT if one is no template */
export function mentionedIn(templates: readonly string[]): string[] {
  return [...new Set(templates.flatMap((template) => usesOf(template).names))];
}

/** Whether it is known already which variables a template needs, or that nobody can tell. */
export function isLookedThrough(text: string): boolean {
  return found.peek(text) !== undefined || failures.has(text);
}

function usesOf(text: string): Uses {
  return found.get(text, () =>
    failures.unlessKnown([text], () => {
      const template = parseTemplate(text);
      try {
        return findUses(template);
      } catch (error) {
        throw cannotRender(error);
      }
    }),
  );
}

/** Looks through a template, and keeps nothing. @param when `ahead`: before it is kept @throws what `inWords` has words for */
export function findUses(template: Template[], when?: 'ahead'): Uses {
  return bounded(when === 'ahead' ? LIMITS.analysisAheadMs : LIMITS.analysisMs, () => usesIn(template), MEASUREMENTS);
}

function usesIn(template: Template[]): Uses {
  const { defaulted, tested } = cautions(template);
  const paths = new Map<string, Path>();
  const mentioned = engine.analyzeSync(template, { partials: false }).globals;
  for (const variable of Object.values(mentioned).flat()) {
    const name = String(variable);
    const { row, col } = variable.location;
    if (defaulted.has(`${row}:${col}`) || prefixes(variable).some((prefix) => tested.has(prefix))) continue;
    paths.set(name, { name, steps: variable.segments });
  }
  return { needed: [...paths.values()], names: Object.keys(mentioned) };
}

/** Where variables stand that have a default, and the paths that conditions ask for. */
function cautions(template: Template[]): { defaulted: Set<string>; tested: Set<string> } {
  const defaulted = new Set<string>();
  const tested = new Set<string>();
  for (const node of everyNode(template)) {
    const isTest = node instanceof Tag && TESTS.includes(node.name);
    for (const argument of node.arguments?.() ?? []) {
      const value = argument instanceof Value ? argument : null;
      const isDefaulted = value?.filters.some(({ name }) => name === 'default') ?? false;
      for (const token of value ? value.initial.postfix : [argument as Value['initial']['postfix'][number]]) {
        if (!TypeGuards.isPropertyAccessToken(token)) continue;
        if (isDefaulted) defaulted.add(token.getPosition().join(':'));
        if (isTest) tested.add(token.getText());
      }
    }
  }
  return { defaulted, tested };
}

function* everyNode(template: Template[]): Generator<Template> {
  for (const node of template) {
    yield node;
    const children = node.children?.(false, true).next().value as Template[] | undefined;
    if (children) yield* everyNode(children);
  }
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`. */
function prefixes({ segments }: Variable): string[] {
  return segments.map((_, index) => segments.slice(0, index + 1).join('.'));
}

/** What stands at a path. Of `a[b].c` only `a` is looked at: what `b` is shows when it is filled in. */
function valueAt(variables: Variables, steps: Path['steps']): unknown {
  let value: unknown = variables;
  for (const step of steps) {
    if (typeof step === 'object') break;
    value = memberOf(value, step);
  }
  return value;
}

function memberOf(value: unknown, name: string | number): unknown {
  if (typeof value === 'string') return name === 'size' ? value.length : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name)) return Reflect.get(value, name);
  if (name === 'size') return Object.keys(value).length;
  if (!Array.isArray(value)) return undefined;
  const index = name === 'first' ? 0 : name === 'last' ? -1 : Number(name);
  return value.at(Number.isNaN(index) ? value.length : index);
}
