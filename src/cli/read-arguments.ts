import { parseArgs } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';
import { type Command, flagOf, isRequired, labelOf, type Option } from './command';
import { UsageError } from './errors';

/** Flags of every command. */
const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** A command line, read. `values` is null when help is asked for. */
export interface Arguments {
  values: Record<string, unknown> | null;
  json: boolean;
}

/**
 * Reads what follows a command's name.
 * @throws UsageError that names every problem at once
 */
export function readArguments(command: Command, args: string[]): Arguments {
  const options = Object.entries(command.options);
  const flags = options.filter(([, option]) => !option.positional);
  const names = new Map(flags.map(([name]) => [flagOf(name).slice(2), name]));
  const { tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...COMMON,
      ...Object.fromEntries(flags.map(([name, { value }]) => [flagOf(name).slice(2), typeOf(value)])),
    },
  });
  const problems: string[] = [];
  const given: Record<string, string | true> = {};
  const words: string[] = [];
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const name = names.get(token.name);
    if (seen.has(token.name)) problems.push(`${token.rawName}: is given twice`);
    seen.add(token.name);
    const option = name === undefined ? undefined : command.options[name];
    if (token.name in COMMON || (option && !option.value)) {
      if (token.value !== undefined) problems.push(`--${token.name}: takes no value`);
      else if (name !== undefined) given[name] = true;
    } else if (!name) {
      problems.push(`${token.rawName}: there is no such flag${didYouMean(token.rawName, [...names.keys()])}`);
    } else if (token.value === undefined || (!token.inlineValue && isFlag(token.value, names))) {
      problems.push(`--${token.name}: needs a value, ${option?.value}`);
    } else {
      given[name] = token.value;
    }
  }
  if (seen.has('help')) return { values: null, json: seen.has('json') };
  for (const [name] of options.filter(([, option]) => option.positional)) {
    const word = words.shift();
    if (word !== undefined) given[name] = word;
  }
  problems.push(...words.map((word) => `${word}: is one word too many; put quotes around a text with spaces`));
  const values = check(command, given, problems, seen);
  if (problems.length > 0) throw new UsageError(problems, command.name);
  return { values, json: seen.has('json') };
}

/** Checks every value by its schema; what is wrong is added to `problems`. */
function check(command: Command, given: Record<string, string | true>, problems: string[], seen: Set<string>) {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(command.options)) {
    const value = toValue(option, given[name]);
    if (value === undefined && isRequired(option)) {
      if (!seen.has(flagOf(name).slice(2))) problems.push(`${labelOf(name, option)}: is missing (${option.help})`);
      continue;
    }
    const parsed = option.schema.safeParse(value);
    const texts = new Set(parsed.error?.issues.map(({ message }) => message));
    problems.push(...[...texts].map((text) => `${labelOf(name, option)}: ${text}`));
    values[name] = parsed.data;
  }
  return values;
}

/** What `parseArgs` is to expect after a flag. */
function typeOf(value: string | undefined): { type: 'string' | 'boolean' } {
  return { type: value ? 'string' : 'boolean' };
}

function toValue({ number }: Option, text: string | true | undefined): unknown {
  return number && typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

function isFlag(value: string, names: Map<string, string>): boolean {
  const flag = value.startsWith('--') ? value.slice(2).split('=')[0] : '';
  return flag !== undefined && (names.has(flag) || flag in COMMON);
}

/** A hint at what was probably meant; empty when nothing is near. */
export function didYouMean(word: string, known: string[]): string {
  const bare = word.replace(/^-+/, '');
  if (known.length === 0) return '';
  const nearest = closest(bare, known);
  const dashes = word.slice(0, word.length - bare.length);
  return distance(bare, nearest) <= Math.max(2, bare.length / 3) ? `; did you mean ${dashes}${nearest}?` : '';
}
