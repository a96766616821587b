import { Context, Liquid, type Template, toValue } from 'liquidjs';
import { letDefaultsWin } from './fallback';
import { plainText } from './plain-text';
import { makePositionsCheap } from './positions';

/**
 * How large and slow a template may be, in characters, steps and milliseconds: to be read, to be looked through for its variables,
 * and to be filled in together with all other texts of a call. Ahead, when a text is written or approved or before a call, there
 * is half as much or less, so that what passes there does not just fail later. Steps are the same on every machine, however busy,
 * and are what stops a loop; the time, which is several times what they usually take, is there for the rest.
 */
export const LIMITS = {
  template: 50_000,
  output: 100_000,
  outputAhead: 90_000,
  parseMs: 250,
  parseAheadMs: 125,
  analysisMs: 250,
  analysisAheadMs: 50,
  steps: 40_000,
  stepsAhead: 20_000,
  renderMs: 300,
  renderAheadMs: 150,
} as const;

/** A text grew beyond what may be said or sent. */
export class OutputTooLong extends Error {}

/** A text repeats itself too often. */
export class TooManySteps extends Error {}

/** Counts the steps of several texts. A step is a tag, an output or a text between two of them, or a round of a loop, each time. */
export class Steps {
  private taken = 0;

  constructor(private readonly most: number) {}

  /** Liquid asks so, before each, whether it may go on. @throws TooManySteps */
  check(): void {
    this.taken += 1;
    if (this.taken > this.most) throw new TooManySteps();
  }
}

const TAGS = ['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'capture', 'comment', 'raw', 'echo', '#'];
/** `raw` would pass by {@link gate}; those with an expression would run data as a piece of a template. */
const NO_FILTERS = /^raw$|_exp$/;

/**
 * Liquid without files and without prototypes, its memory limited; its time is limited from outside. Everything that it puts out passes
 * the gate.
 */
export const engine = new Liquid({
  templates: {},
  ownPropertyOnly: true,
  strictFilters: true,
  timezoneOffset: 0,
  locale: 'en-US',
  outputEscape: gate,
  parseLimit: LIMITS.template,
  memoryLimit: 10_000_000,
});

for (const tag of Object.keys(engine.tags)) if (!TAGS.includes(tag)) delete engine.tags[tag];
for (const filter of Object.keys(engine.filters)) if (NO_FILTERS.test(filter)) delete engine.filters[filter];
engine.plugin(letDefaultsWin);
makePositionsCheap();

/** Fills in a template that was read. @throws TooManySteps, OutputTooLong and errors of Liquid, which may wrap these */
export function run(template: Template[], scope: object, steps: Steps): string {
  const renderLimit = steps as unknown as Context['renderLimit'];
  return String(
    engine.renderSync(template, new Context(scope, engine.options, { sync: true }, { liquid: engine, renderLimit })),
  );
}

function gate(value: unknown): string {
  const known = toValue(value);
  // Before anything looks at its characters: a text that was doubled often costs nothing until then.
  if (typeof known === 'string') assertShort(known);
  const text = plainText(known);
  assertShort(text);
  return text;
}

/** @throws OutputTooLong */
export function assertShort(text: string, most: number = LIMITS.output): void {
  if (text.length > most) throw new OutputTooLong(`is longer than ${most / 1000} kB when filled in`);
}
