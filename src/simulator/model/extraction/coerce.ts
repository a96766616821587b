import { isObject, type JsonSchema } from '../chat-request';
import { moodOf } from '../talk/mood';
import { shared, stemsOf } from '../words';
import { dateIn } from './dates';

const YES =
  /\b(?:yes|yeah|yep|yup|sure|of course|certainly|definitely|correct|right|exactly|absolutely|please do|no problem|ok|okay|i do|i am|i would|i can|ja|gern|gerne|natürlich|genau|klar|stimmt)\b/;
const NO = /\b(?:no(?! problem)|nope|not|never|nein|nicht|kein\w*)\b|n't\b/;
const NO_ANSWER = /\b(?:not sure|(?:do not|don't) know|no idea|weiß (?:ich )?nicht|nicht sicher|keine ahnung)\b/i;
const LIKE_A_DATE = /YYYY-MM-DD|ISO 8601 date|\b\d{4}-\d{2}-\d{2}\b/i;
const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'zero one two three four five six seven eight nine ten eleven twelve',
    'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
  ].flatMap((row) => row.split(' ').map((word, value) => [word, value] as const)),
);

/** An answer as a value of the schema's type; null when it holds none. */
export function coerce(answer: string, schema: JsonSchema, description: unknown): unknown {
  const kind = schemaOfValue(schema);
  if (Array.isArray(kind.enum)) return choiceIn(answer, kind.enum);
  const type = Array.isArray(kind.type) ? kind.type.find((name) => name !== 'null') : kind.type;
  if (type === 'boolean') return booleanIn(answer);
  if (type === 'number' || type === 'integer') return numberIn(answer, type === 'integer');
  if (type !== 'string') return null;
  const told = `${typeof description === 'string' ? description : ''} ${kind.description ?? ''}`;
  if (kind.format === 'date' || LIKE_A_DATE.test(told)) return dateIn(answer);
  return NO_ANSWER.test(answer.replaceAll('’', "'")) ? null : answer.trim().replace(/[.\s]+$/, '');
}

/** What a value is unless it is null. */
function schemaOfValue(schema: JsonSchema): JsonSchema {
  const branches = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(branches)) return schema;
  const branch = branches.filter(isObject).find(({ type }) => type !== 'null');
  return branch ? { ...branch, description: branch.description ?? schema.description } : schema;
}

/** What is said first counts. */
function booleanIn(answer: string): boolean | null {
  const words = answer.toLowerCase().replaceAll('’', "'");
  if (moodOf(words) === 'unsure') return null;
  const [yes, no] = [words.search(YES), words.search(NO)];
  if (yes < 0 && no < 0) return null;
  return no < 0 || (yes >= 0 && yes < no);
}

function numberIn(answer: string, whole: boolean): number | null {
  const digits = /-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?/.exec(answer)?.[0];
  const word = (answer.toLowerCase().match(/[\p{L}]+/gu) ?? []).find((text) => Object.hasOwn(NUMBERS, text));
  const value = digits ? Number(digits.replaceAll(',', '')) : word ? NUMBERS[word] : undefined;
  return value === undefined || (whole && !Number.isInteger(value)) ? null : value;
}

/** The choice that is named, the longest of several; else the one that shares most words. */
function choiceIn(answer: string, choices: readonly unknown[]): unknown {
  const words = answer.toLowerCase();
  const texts = choices.filter((choice) => typeof choice === 'string');
  const plain = (choice: string) => choice.toLowerCase().replaceAll('_', ' ');
  const named = texts.filter((choice) => words.includes(plain(choice))).sort((a, b) => b.length - a.length)[0];
  if (named !== undefined) return named;
  const said = stemsOf(answer);
  const hits = (choice: string) => shared(stemsOf(plain(choice)), said);
  const best = texts.toSorted((a, b) => hits(b) - hits(a))[0];
  return best !== undefined && hits(best) > 0 ? best : null;
}
