import { LIMITS } from './engine';

const PATH = String.raw`[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[\d+\])*`;
/** Without braces and escapes, so that a piece ends where Liquid lets it end. */
const LITERAL = String.raw`(?:"[^"{}\\]*"|'[^'{}\\]*'|-?\d+(?:\.\d+)?|true|false|nil|null|blank|empty)`;
/** What comes out of these is no longer than what goes in and the arguments, or is a number. */
const FILTER = `(?:${[
  ['default', 'append', 'prepend', 'upcase', 'downcase', 'capitalize', 'strip', 'lstrip', 'rstrip', 'squish'],
  ['strip_newlines', 'strip_html', 'normalize_whitespace', 'truncate', 'truncatewords', 'remove', 'remove_first'],
  ['remove_last', 'replace_first', 'replace_last', 'first', 'last', 'size', 'number_of_words', 'abs', 'at_least'],
  ['at_most', 'ceil', 'divided_by', 'floor', 'minus', 'plus', 'modulo', 'times', 'round', 'to_integer'],
]
  .flat()
  .join('|')})`;
/** So many that they take no time. */
const FILTERS = String.raw`(?:\s*\|\s*${FILTER}\b(?:\s*:\s*${LITERAL}(?:\s*,\s*${LITERAL})*)?){0,10}`;
const CONDITION = String.raw`${PATH}(?:\s*(?:==|!=|<=|>=|<|>)\s*${LITERAL})?`;
const TEST = String.raw`(?:if|elsif|unless)\s+${CONDITION}(?:\s+(?:and|or)\s+${CONDITION})*`;
const CHOICE = String.raw`case\s+${PATH}|when\s+${LITERAL}(?:\s*(?:,|or\b)\s*${LITERAL})*|else|endif|endunless|endcase`;
const OUTPUT = String.raw`\{\{-?\s*(?:${PATH}|${LITERAL})${FILTERS}\s*-?\}\}`;
const TAG = String.raw`\{%-?\s*(?:${TEST}|${CHOICE})\s*-?%\}`;
const EVEN_PIECE = new RegExp(`${OUTPUT}|${TAG}`, 'g');
const OPENING = /\{[{%]/;
const OUTPUTS = /\{\{/g;
const FILTERED = /\{\{[^}]*\|\s*(?!default\b)\w/g;

/** A list `[1,2]` is said as `1, 2`: three characters for two bytes. */
const CHARACTERS_OF_A_BYTE = 1.5;
/** To a filter but `default` each object `{},` of a list is `[object Object]`. */
const CHARACTERS_FILTERED = 5;

/**
 * Whether texts put out no more than themselves and a few times what they are filled in from, and that quickly: they have values with
 * filters that do not make long, and conditions that compare with something written there, and no more values than there is room for.
 * Whatever else Liquid has may make much of little: loops, `assign`, `replace`, `join`, the width of a date.
 * @param bytes of JSON, all that there is to be filled in at most
 */
export function areEven(templates: readonly string[], bytes: number): boolean {
  if (templates.some((template) => OPENING.test(template.replace(EVEN_PIECE, '')))) return false;
  const text = templates.join('');
  const filtered = text.match(FILTERED)?.length ?? 0;
  const plain = (text.match(OUTPUTS)?.length ?? 0) - filtered;
  return text.length + (plain * CHARACTERS_OF_A_BYTE + filtered * CHARACTERS_FILTERED) * bytes <= LIMITS.outputAhead;
}
