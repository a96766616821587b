import { types } from 'pg';

const TIMESTAMPTZ = types.builtins.TIMESTAMPTZ;
const parseAnyTimestamp = types.getTypeParser(TIMESTAMPTZ);

/** A time as PostgreSQL writes it when its time zone is UTC, by itself or in JSON. */
const UTC_TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,3})?\+00(:00)?$/;

/** The day that was read last: times that are read together are mostly of one day. */
let lastDay = { text: '', time: Number.NaN };

/** Reads a `timestamptz`. pg's own parser is the slowest part of reading a list. */
export function parseTimestamp(text: string): Date {
  if (!UTC_TIME.test(text)) return parseAnyTimestamp(text);
  const day = text.slice(0, 10);
  if (day !== lastDay.text) lastDay = { text: day, time: Date.parse(day) };
  const seconds = (digits(text, 11) * 60 + digits(text, 14)) * 60 + digits(text, 17);
  return new Date(lastDay.time + seconds * 1000 + Number(millisecondsOf(text)));
}

/** Rewrites a `timestamptz` as `Date.prototype.toISOString` would: who only shows a time needs no date. */
export function isoTimestamp(text: string): string {
  if (!UTC_TIME.test(text)) return parseAnyTimestamp(text).toISOString();
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${millisecondsOf(text)}Z`;
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** Three digits; PostgreSQL leaves zeros at the end out, and the point with them. */
function millisecondsOf(text: string): string {
  const end = text.indexOf('+', 19);
  return end === 23 ? text.slice(20, 23) : text.slice(20, end).padEnd(3, '0');
}

function parsers(timestamp: (text: string) => unknown) {
  return {
    getTypeParser(oid: number, format?: 'text' | 'binary') {
      return oid === TIMESTAMPTZ && format !== 'binary' ? timestamp : types.getTypeParser(oid, format as 'text');
    },
  };
}

/** pg's parsers, but for times. */
export const TYPES = parsers(parseTimestamp);

/** For a statement whose rows are shown and not computed with: times are ISO 8601 texts. */
export const TIMES_AS_TEXTS = parsers(isoTimestamp);
