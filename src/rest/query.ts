import type { Issues } from '../errors';

/** Reads query parameters, gathering everything that is wrong with them. An empty value counts as absent. */
export class QueryReader {
  /** Everything that was wrong so far. */
  readonly issues: Issues = {};

  constructor(private readonly parameters: URLSearchParams) {}

  /** A text. */
  text(name: string): string | null {
    const values = this.parameters.getAll(name).filter((value) => value !== '');
    if (values.length > 1) this.wrong(name, `${name} must be given once`);
    return values[0] ?? null;
  }

  /** A phone number; its `+` may have come as a space, which is what an unescaped one means in a query. */
  phoneNumber(name: string): string | null {
    return this.text(name)?.replace(/^ /, '+') ?? null;
  }

  /** A whole number from `min` to `max`. */
  integer(name: string, min: number, max: number): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= min && value <= max) return value;
    this.wrong(name, `${name} must be a whole number between ${min} and ${max}`);
    return null;
  }

  /** A date (`2026-01-31`, midnight UTC) or a date and time in ISO 8601. */
  date(name: string): Date | null {
    const text = this.text(name)?.replace(' ', '+') ?? null;
    if (text === null) return null;
    const date = new Date(ISO_8601.test(text) && isDay(text.slice(0, 10)) ? text : Number.NaN);
    if (!Number.isNaN(date.getTime())) return date;
    this.wrong(name, `${name} must be a date or a date and time in ISO 8601 format`);
    return null;
  }

  /** One of some words, in either case. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | null {
    return this.oneOf(name, this.text(name), words);
  }

  /** Several of some words, separated by commas or given several times. */
  words<Word extends string>(name: string, words: readonly Word[]): Word[] | null {
    const given = this.parameters.getAll(name).flatMap((value) => value.split(','));
    const known = given.map((text) => text.trim()).filter(Boolean);
    if (known.length === 0) return null;
    return known.flatMap((text) => this.oneOf(name, text, words) ?? []);
  }

  /** Notes that something is wrong with a parameter. */
  wrong(name: string, message: string): void {
    this.issues[name] ??= [message];
  }

  private oneOf<Word extends string>(name: string, text: string | null, words: readonly Word[]): Word | null {
    if (text === null) return null;
    const word = words.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
    if (word === undefined) this.wrong(name, `${name} must be one of ${words.join(', ')}`);
    return word ?? null;
  }
}

const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/;

/** Whether there is such a day: JavaScript takes February 30 for March 2. */
function isDay(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
