import { types } from 'pg';

const TIMESTAMPTZ = types.builtins.TIMESTAMPTZ;
const parseAnyTimestamp = types.getTypeParser(TIMESTAMPTZ);

/** A time as PostgreSQL writes it when its time zone is UTC. */
const UTC_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/;

/** The day that was read last: times that are read together are mostly of one day. */
let lastDay = { text: '', time: Number.NaN };

/** Reads a `timestamptz`. pg's own parser is the slowest part of reading a list. */
export function parseTimestamp(text: string): Date {
  if (!UTC_TIME.test(text)) return parseAnyTimestamp(text);
  const day = text.slice(0, 10);
  if (day !== lastDay.text) lastDay = { text: day, time: Date.parse(day) };
  const seconds = (digits(text, 11) * 60 + digits(text, 14)) * 60 + digits(text, 17);
  const fraction = text.length > 22 ? Math.round(Number(text.slice(19, -3)) * 1000) : 0;
  return new Date(lastDay.time + seconds * 1000 + fraction);
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** pg's parsers, but for times. */
export const TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return oid === TIMESTAMPTZ && format !== 'binary' ? parseTimestamp : types.getTypeParser(oid, format as 'text');
  },
};
