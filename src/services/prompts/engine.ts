import { Liquid, toValue } from 'liquidjs';
import { letDefaultsWin } from './fallback';
import { plainText } from './plain-text';
import { makePositionsCheap } from './positions';

/**
 * How large and slow a template may be, in characters and milliseconds: to be read, to be looked through for its variables, and
 * to be filled in together with all other texts of a call. Ahead, when a text is written or approved or before a call, there is
 * less, so that what passes there does not just fail later.
 */
export const LIMITS = {
  template: 50_000,
  output: 100_000,
  outputAhead: 90_000,
  parseMs: 250,
  analysisMs: 250,
  analysisAheadMs: 50,
  renderMs: 100,
  renderAheadMs: 50,
} as const;

/** A text grew beyond what may be said or sent. */
export class OutputTooLong extends Error {}

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
